import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ConnectionView, ConnectResult } from '../../utils/connection/connection.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { ask } from '../../utils/messages/ask.ts';
import { Alert } from '../ui/Alert.tsx';
import { useConnection } from '../ui/hooks.ts';
import { connectWords } from '../ui/words.ts';
import { Access } from './Access.tsx';
import { OwnApp } from './OwnApp.tsx';

type Outcome = { good: string } | { bad: string } | null;

export function ConnectionPage() {
  const connection = useConnection();
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<Outcome>) {
    setBusy(true);
    setOutcome(null);
    setOutcome(await work().catch(() => ({ bad: i18n.t('problem.noAnswer') })));
    setBusy(false);
  }
  const connect = (work: () => Promise<ConnectResult>) =>
    run(async () => {
      const result = await work();
      return result.ok ? null : { bad: connectWords(result.problem) };
    });
  const disconnect = (kind: 'api key' | 'oauth') =>
    run(async () => ({ good: disconnectedWords(kind, (await ask('connection.disconnect', {})).revoked) }));

  const view = connection.state === 'answered' ? connection.value : null;
  return (
    <div class="stack">
      <h1>{i18n.t('options.title')}</h1>
      <p>{i18n.t('options.intro')}</p>
      <Access />
      {connection.state === 'no answer' && <Alert>{i18n.t('problem.noAnswer')}</Alert>}
      {outcome && 'bad' in outcome && <Alert>{outcome.bad}</Alert>}
      {outcome && 'good' in outcome && (
        <p class="notice good" role="status">
          {outcome.good}
        </p>
      )}
      {view && <Connected view={view} busy={busy} onDisconnect={disconnect} />}
      {view && view.status !== 'connected' && (
        <>
          <KeyForm
            busy={busy}
            onConnect={(apiKey) => connect(() => ask('connection.connectWithApiKey', { apiKey }))}
          />
          <section class="card" aria-labelledby="oauth">
            <h2 id="oauth">{i18n.t('options.oauthTitle')}</h2>
            <p>{i18n.t('options.oauthIntro')}</p>
            <div class="actions">
              <button
                type="button"
                disabled={busy}
                onClick={() => connect(() => ask('connection.connectWithOAuth', {}))}
              >
                {i18n.t('button.connect')}
              </button>
            </div>
            <OwnApp />
          </section>
        </>
      )}
      {busy && <p role="status">{i18n.t('options.waiting')}</p>}
    </div>
  );
}

interface ConnectedProps {
  view: ConnectionView;
  busy: boolean;
  onDisconnect(kind: 'api key' | 'oauth'): void;
}

function Connected({ view, busy, onDisconnect }: ConnectedProps) {
  if (view.status === 'none') return null;
  return (
    <section class="card" aria-labelledby="connected">
      <h2 id="connected">
        {view.status === 'signed out' ? (
          i18n.t('options.signedOutOf', { account: view.account.name })
        ) : (
          <>
            {i18n.t('options.connectedTo')} <bdi>{view.account.name}</bdi>
          </>
        )}
      </h2>
      <p class="quiet">{view.kind === 'oauth' ? i18n.t('options.byOAuth') : i18n.t('options.byKey')}</p>
      {view.status === 'connected' && (
        <p>
          <a href={KIT_LINKS.sequences} target="_blank" rel="noreferrer">
            {i18n.t('panel.openKit')}
          </a>
        </p>
      )}
      <div class="actions">
        <button type="button" disabled={busy} onClick={() => onDisconnect(view.kind)}>
          {i18n.t('options.disconnect')}
        </button>
      </div>
    </section>
  );
}

function KeyForm({ busy, onConnect }: { busy: boolean; onConnect(apiKey: string): void }) {
  const [apiKey, setApiKey] = useState('');
  return (
    <form
      class="card"
      aria-labelledby="key"
      onSubmit={(event) => {
        event.preventDefault();
        onConnect(apiKey);
      }}
    >
      <h2 id="key">{i18n.t('options.keyTitle')}</h2>
      <p>
        {i18n.t('options.keyIntro')}{' '}
        <a href={KIT_LINKS.apiKey} target="_blank" rel="noreferrer">
          {i18n.t('options.keyLink')}
        </a>
      </p>
      <label>
        {i18n.t('options.key')}
        <input
          value={apiKey}
          onInput={(event) => setApiKey(event.currentTarget.value)}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {i18n.t('options.connectWithKey')}
        </button>
      </div>
    </form>
  );
}

function disconnectedWords(kind: 'api key' | 'oauth', revoked: boolean | null): string {
  if (kind === 'api key') return i18n.t('options.disconnectedKey');
  if (revoked === null) return i18n.t('options.disconnected');
  return revoked ? i18n.t('options.disconnectedRevoked') : i18n.t('options.disconnectedUnrevoked');
}
