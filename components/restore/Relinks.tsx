import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import type { RelinkOffer } from '../../utils/restore/relinks.ts';
import { Alert } from '../ui/Alert.tsx';
import { useAsked, useLastAnswer } from '../ui/hooks.ts';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { recoveryForRestore, relinkProblemWords, type Unrelinked } from './words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  backupId: string;
}

/** The sequences that kept out the people of the old one: one by one, each as it is now. */
export function Relinks({ backupId, ...handlers }: Props) {
  const [asked, again] = useAsked(useCallback(() => ask('restore.relinks', { backupId }), [backupId]));
  const last = useLastAnswer(asked);
  const offers = last.state === 'answered' ? last.value : null;
  const retrying = { ...handlers, onRetry: again };
  return (
    <section class="stack" aria-labelledby="relinks">
      <h4 id="relinks">{i18n.t('restore.relink.title')}</h4>
      <p>{i18n.t('restore.next.relinkHint')}</p>
      {last.state === 'asking' && <p role="status">{i18n.t('restore.relink.reading')}</p>}
      {last.state === 'no answer' && (
        <Alert action={<RecoveryButton recovery="retry" {...retrying} />}>{i18n.t('problem.noAnswer')}</Alert>
      )}
      {offers?.ok === false && (
        <Alert action={<RecoveryButton recovery={recoveryForRestore(offers.problem)} {...retrying} />}>
          {relinkProblemWords(offers.problem)}
        </Alert>
      )}
      {offers?.ok && offers.value.length === 0 && <p>{i18n.t('restore.relink.none')}</p>}
      {offers?.ok && offers.value.length > 0 && (
        <>
          <p>{i18n.t('restore.relink.intro')}</p>
          <ul class="stack plain">
            {offers.value.map((offer) => (
              <li key={offer.sequence.id} class="card">
                <Offer backupId={backupId} offer={offer} onChanged={again} {...handlers} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface OfferProps extends Props {
  offer: RelinkOffer;
  onChanged(): void;
}

function Offer({ backupId, offer, onChanged, ...handlers }: OfferProps) {
  const { sequence, state, shown, problem: unread } = offer;
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Unrelinked | 'no answer' | null>(null);
  const title = `relink-${sequence.id}`;
  const name = useRef<HTMLParagraphElement>(null);
  const pressed = useRef(false);
  // The button is gone then, and with it the focus.
  useEffect(() => {
    if (pressed.current && state === 'done') name.current?.focus();
  }, [state]);

  async function relink() {
    if (sending) return;
    pressed.current = true;
    setSending(true);
    setProblem(null);
    const result = await ask('restore.relink', { backupId, sequenceId: sequence.id, shown }).catch(
      () => null,
    );
    setSending(false);
    if (!result) return setProblem('no answer');
    if (!result.ok) setProblem(result.problem);
    onChanged();
  }

  return (
    <>
      <p id={title} ref={name} tabIndex={-1}>
        <strong>
          <bdi>{sequence.name}</bdi>
        </strong>
      </p>
      {state === 'done' && <p role="status">{i18n.t('restore.relink.done')}</p>}
      {state === 'dropped' && <p>{i18n.t('restore.relink.dropped')}</p>}
      {state === 'gone' && <p>{i18n.t('restore.relink.gone')}</p>}
      {sending && <p role="status">{i18n.t('restore.relink.sending')}</p>}
      {!sending && problem === 'no answer' && <Alert>{i18n.t('problem.noAnswer')}</Alert>}
      {!sending && problem && problem !== 'no answer' && <Alert>{relinkProblemWords(problem)}</Alert>}
      {unread && (
        <Alert
          action={<RecoveryButton recovery={recoveryForRestore(unread)} {...handlers} onRetry={onChanged} />}
        >
          {relinkProblemWords(unread)}
        </Alert>
      )}
      {(state === 'open' || state === 'dropped') && (
        <div class="actions">
          <button type="button" aria-describedby={title} aria-disabled={sending} onClick={relink}>
            {i18n.t('restore.relink.button')}
          </button>
        </div>
      )}
    </>
  );
}
