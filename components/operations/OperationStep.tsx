import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { hasEnded, type Operation } from '../../utils/operations/operation.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { HelpfulButton, type Helps } from './HelpfulButton.tsx';
import { type Outcome, outcomeOf } from './outcome.ts';

interface Props extends Helps {
  operation: Operation;
  onCancel(): void;
  /** Looks once more what became of it. */
  onLook(): void;
}

export function OperationStep({ operation, onCancel, onLook, ...helps }: Props) {
  const { state, kind, review } = operation;
  return (
    <div class="stack">
      {review && (
        <p class="quiet">
          <bdi>{review.sequence.name}</bdi>
        </p>
      )}
      {hasEnded(state) ? (
        <Told outcome={outcomeOf(operation, state)} deleted={kind === 'delete'} {...helps} />
      ) : state.step === 'settling' && state.look ? (
        <Told outcome={outcomeOf(operation, { ...state, look: state.look })} {...helps} onRetry={onLook} />
      ) : state.step === 'waiting' ? (
        <Countdown until={state.until} onCancel={onCancel} />
      ) : (
        <Heading>{stepWords(operation)}</Heading>
      )}
    </div>
  );
}

function stepWords({ state, kind }: Operation): string {
  switch (state.step) {
    case 'sending':
      return {
        pause: i18n.t('operation.sendingPause'),
        resume: i18n.t('operation.sendingResume'),
        delete: i18n.t('operation.sendingDelete'),
      }[kind];
    case 'settling':
      return i18n.t('operation.settling');
    default:
      return i18n.t('operation.checking');
  }
}

function Countdown({ until, onCancel }: { until: number; onCancel(): void }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <>
      <Heading>{i18n.t('operation.waiting', { seconds })}</Heading>
      <div class="actions">
        <button type="button" class="primary" onClick={onCancel}>
          {i18n.t('button.cancel')}
        </button>
      </div>
    </>
  );
}

function Told({ outcome, deleted = false, ...helps }: Helps & { outcome: Outcome; deleted?: boolean }) {
  const { tone, title, sentences, press } = outcome;
  const button = press && <HelpfulButton press={press} {...helps} />;
  if (tone === 'alert') return <Alert action={button}>{sentences.join(' ')}</Alert>;
  return (
    <>
      <div class="notice good stack tight" role="status">
        {title && <Heading>{title}</Heading>}
        <p>{sentences.join(' ')}</p>
      </div>
      {deleted && title && (
        <p>
          {i18n.t('result.deletedNext')}{' '}
          <a href={KIT_LINKS.automations} target="_blank" rel="noreferrer">
            {i18n.t('review.automationsLink')}
          </a>
        </p>
      )}
      {button && <div class="actions">{button}</div>}
    </>
  );
}
