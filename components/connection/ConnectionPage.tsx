import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ConnectionView, ConnectResult } from '../../utils/connection/connection.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { ask } from '../../utils/messages/ask.ts';
import { StorageNote } from '../storage/StorageNote.tsx';
import { isClosed, noAnswerWords, useStorage } from '../storage/state.ts';
import { Alert } from '../ui/Alert.tsx';
import { Access } from './Access.tsx';
import { AccountCard } from './AccountCard.tsx';
import { Another } from './Another.tsx';
import { BeforeConnecting } from './BeforeConnecting.tsx';
import { connectWords } from './connect-words.ts';
import { useAccounts } from './hooks.ts';
import { KeyForm } from './KeyForm.tsx';
import { OwnApp } from './OwnApp.tsx';
import { problemWords } from './problem-words.ts';

type ConnectOutcome = { good: string } | { bad: string };

export function ConnectionPage() {
  const accounts = useAccounts();
  const storage = useStorage()?.state;
  const [outcome, setOutcome] = useState<ConnectOutcome | null>(null);
  const [busy, setBusy] = useState(false);

  /** Whether it went well. */
  async function run(work: () => Promise<ConnectOutcome>): Promise<boolean> {
    setBusy(true);
    setOutcome(null);
    const next = await work().catch(() => ({ bad: noAnswerWords(storage) }));
    setOutcome(next);
    setBusy(false);
    return 'good' in next;
  }
  const connect = (work: () => Promise<ConnectResult>) =>
    run(async () => {
      const result = await work();
      return result.ok
        ? { good: i18n.t('options.wasConnected', { account: result.value.account.name }) }
        : { bad: connectWords(result.problem) };
    });
  const connectWithKit = () => connect(() => ask('connection.connectWithOAuth', {}));
  const disconnect = ({ account, kind }: ConnectionView) =>
    run(async () => {
      const { revoked } = await ask('connection.disconnect', { accountId: account.id });
      return { good: disconnectedWords(kind, revoked) };
    });

  const test = ({ account }: ConnectionView) =>
    run(async () => {
      const tested = await ask('connection.test', { accountId: account.id });
      return tested.ok
        ? { good: i18n.t('options.works', { account: account.name }) }
        : { bad: problemWords(tested.problem) };
    });

  const views = accounts.state === 'answered' ? accounts.value : null;
  const isConnected = views !== null && views.length > 0;
  const ways = (
    <>
      <KeyForm
        busy={busy}
        onConnect={(apiKey) => connect(() => ask('connection.connectWithApiKey', { apiKey }))}
      />
      <section class="card" aria-labelledby="oauth">
        <h2 id="oauth">{i18n.t('options.oauthTitle')}</h2>
        <p>{i18n.t('options.oauthIntro')}</p>
        <div class="actions">
          <button type="button" disabled={busy} onClick={connectWithKit}>
            {i18n.t('button.connect')}
          </button>
        </div>
        <OwnApp />
      </section>
    </>
  );
  return (
    <div class="stack">
      <h1>{isConnected ? i18n.t('options.settings') : i18n.t('options.title')}</h1>
      {!isConnected && <p>{i18n.t('options.intro')}</p>}
      <Access />
      <StorageNote state={storage} />
      {accounts.state === 'no answer' && !isClosed(storage) && <Alert>{i18n.t('problem.noAnswer')}</Alert>}
      {outcome && 'bad' in outcome && <Alert>{outcome.bad}</Alert>}
      {outcome && 'good' in outcome && (
        <p class="notice good" role="status">
          {outcome.good}
        </p>
      )}
      {views?.map((view) => (
        <AccountCard
          key={view.account.id}
          view={view}
          alone={views.length === 1}
          busy={busy}
          onReconnect={connectWithKit}
          onTest={() => test(view)}
          onDisconnect={() => disconnect(view)}
        />
      ))}
      {views?.some(({ status }) => status === 'connected') && (
        <p>
          <a href={KIT_LINKS.sequences} target="_blank" rel="noreferrer">
            {i18n.t('panel.openKit')}
          </a>
        </p>
      )}
      {views?.length === 0 && (
        <>
          <BeforeConnecting />
          {ways}
        </>
      )}
      {isConnected && <Another needed={views.every(({ status }) => status === 'signed out')}>{ways}</Another>}
      {busy && <p role="status">{i18n.t('options.waiting')}</p>}
    </div>
  );
}

function disconnectedWords(kind: ConnectionView['kind'], revoked: boolean | null): string {
  if (kind === 'api key') return i18n.t('options.disconnectedKey');
  if (revoked === null) return i18n.t('options.disconnected');
  return revoked ? i18n.t('options.disconnectedRevoked') : i18n.t('options.disconnectedUnrevoked');
}
