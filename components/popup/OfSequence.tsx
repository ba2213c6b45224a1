import { useCallback, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import { isForeignPage, type Look } from '../../utils/review/review.ts';
import { problemWords } from '../connection/problem-words.ts';
import { useDetails } from '../review/details.ts';
import { Status } from '../review/Status.tsx';
import { VerdictNote } from '../review/VerdictNote.tsx';
import { reviewProblemWords } from '../review/words.ts';
import { Alert } from '../ui/Alert.tsx';
import { useAsked } from '../ui/hooks.ts';
import { RecoveryButton } from '../ui/RecoveryButton.tsx';
import { recoveryFor } from '../ui/recovery.ts';

interface Props {
  sequenceId: number;
  /** Shows it in the panel. */
  onPanel(): void;
  /** Something was begun. */
  onBegun(): void;
}

/** The sequence in the tab: its verdict, at once where one is kept and anew a moment later, and what can be done about it. */
export function OfSequence({ sequenceId, onPanel, onBegun }: Props) {
  const [kept] = useAsked(useCallback(() => ask('review.kept', { sequenceId }), [sequenceId]));
  const [fresh, again] = useAsked(useCallback(() => ask('review.gather', { sequenceId }), [sequenceId]));
  const [said, setSaid] = useState<string | null>(null);
  const now = fresh.state === 'answered' && fresh.value.ok ? fresh.value.value : null;
  const before = kept.state === 'answered' ? kept.value : null;
  const arriving = useDetails(now?.id ?? null);
  const asking = fresh.state === 'asking';
  const look = now ?? (asking ? before : null);
  const openOptions = () => void browser.runtime.openOptionsPage();
  const handlers = { onRetry: again, onReconnect: openOptions, onOptions: openOptions };

  async function backUp({ id }: Look): Promise<void> {
    const started = await ask('sequence.backUp', { sequenceId, reviewId: id }).catch(() => null);
    if (started?.ok) onBegun();
    setSaid(
      started?.ok
        ? i18n.t('popup.backingUp')
        : [
            i18n.t('popup.notStarted'),
            !started
              ? i18n.t('popup.noAnswer')
              : started.problem.kind === 'busy'
                ? i18n.t('operation.busy')
                : problemWords(started.problem),
          ].join(' '),
    );
  }

  return (
    <section class="stack">
      {look && (
        <header class="stack tight">
          <h1>
            <bdi>{look.sequence.name}</bdi>
          </h1>
          <p class="quiet">
            <Status active={look.sequence.active} /> {look.account.name}
          </p>
        </header>
      )}
      {look && <VerdictNote key={look.id} look={look} arriving={arriving} warns={false} advises={false} />}
      <p class="quiet" role="status">
        {said ?? (asking ? checkingWords(before) : '')}
      </p>
      {fresh.state === 'no answer' && (
        <Alert title={i18n.t('panel.noAnswer')} action={<RecoveryButton recovery="retry" {...handlers} />}>
          {i18n.t('popup.noAnswer')}
        </Alert>
      )}
      {fresh.state === 'answered' && !fresh.value.ok && (
        <Alert
          title={i18n.t('panel.notChecked')}
          action={<RecoveryButton recovery={recoveryFor(fresh.value.problem.problem)} {...handlers} />}
        >
          {reviewProblemWords(fresh.value.problem)}
        </Alert>
      )}
      <div class="actions">
        <button type="button" class={look || asking ? 'primary' : ''} onClick={onPanel}>
          {i18n.t('launcher.label')}
        </button>
        {now && !isForeignPage(now) && (
          <button type="button" onClick={() => void backUp(now)}>
            {i18n.t('button.backUpNow')}
          </button>
        )}
      </div>
    </section>
  );
}

const checkingWords = (before: Look | null): string =>
  before ? i18n.t('popup.checking') : i18n.t('review.loading');
