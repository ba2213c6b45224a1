import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import type { KitProblem } from '../../utils/kit/problems.ts';
import {
  type Ended,
  hasEnded,
  type Operation,
  type OperationKind,
} from '../../utils/operations/operation.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { doneWords, effectWords, problemWords, refusalWords } from '../ui/words.ts';

interface Props {
  operation: Operation;
  account: string;
  onCancel(): void;
  /** Looks at the sequence again. */
  onCheck(): void;
  /** Makes the connection work again, and comes back to the same step. */
  onReconnect(): void;
  /** Leads to the options page, where the connection and the access are. */
  onOptions(): void;
}

export function OperationStep(props: Props) {
  const { operation, onCancel } = props;
  const { state, kind } = operation;
  if (hasEnded(state)) return <EndedStep {...props} state={state} />;
  if (state.step === 'waiting') return <Countdown until={state.until} onCancel={onCancel} />;
  const words = {
    checking: i18n.t('operation.checking'),
    sending: {
      pause: i18n.t('operation.sendingPause'),
      resume: i18n.t('operation.sendingResume'),
      delete: i18n.t('operation.sendingDelete'),
    }[kind],
    settling: i18n.t('operation.settling'),
  }[state.step];
  return <Heading>{words}</Heading>;
}

function Countdown({ until, onCancel }: { until: number; onCancel(): void }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <div class="stack">
      <Heading>{i18n.t('operation.waiting', { seconds })}</Heading>
      <div class="actions">
        <button type="button" class="primary" onClick={onCancel}>
          {i18n.t('button.cancel')}
        </button>
      </div>
    </div>
  );
}

function EndedStep({ operation, account, state, ...on }: Props & { state: Ended }) {
  const check = (
    <button type="button" onClick={on.onCheck}>
      {i18n.t('button.checkAgain')}
    </button>
  );
  switch (state.step) {
    case 'done':
      return (
        <Done kind={operation.kind} how={state.how} check={operation.kind === 'delete' ? null : check} />
      );
    case 'cancelled':
      return (
        <div class="stack">
          <div class="notice good" role="status">
            {i18n.t('result.cancelled')}
          </div>
          <div class="actions">{check}</div>
        </div>
      );
    case 'refused':
      return <Alert action={check}>{refusalWords(state.why, operation.kind, account)}</Alert>;
    case 'failed':
      return (
        <Alert
          action={
            state.effect === 'none' ? (
              <HelpfulButton problem={state.problem} onRetry={on.onCheck} {...on} />
            ) : (
              check
            )
          }
        >
          {problemWords(state.problem)} {effectWords(state.effect, operation.kind)}
        </Alert>
      );
  }
}

function Done({
  kind,
  how,
  check,
}: {
  kind: OperationKind;
  how: 'now' | 'already';
  check: preact.JSX.Element | null;
}) {
  const { title, text } = doneWords(kind, how);
  return (
    <div class="stack">
      <div class="notice good stack tight" role="status">
        <Heading>{title}</Heading>
        <p>{text}</p>
      </div>
      {kind === 'delete' && (
        <p>
          {i18n.t('result.deletedNext')}{' '}
          <a href={KIT_LINKS.automations} target="_blank" rel="noreferrer">
            {i18n.t('review.automationsLink')}
          </a>
        </p>
      )}
      {check && <div class="actions">{check}</div>}
    </div>
  );
}

interface Help {
  problem: KitProblem;
  onRetry(): void;
  onReconnect(): void;
  onOptions(): void;
}

/** The one button that helps with a problem. */
export function HelpfulButton({ problem, onRetry, onReconnect, onOptions }: Help) {
  const [label, press] =
    problem.kind === 'not connected'
      ? [i18n.t('button.connect'), onOptions]
      : problem.kind === 'unauthorized'
        ? [i18n.t('button.reconnect'), onReconnect]
        : problem.kind === 'no permission'
          ? [i18n.t('button.allow'), onOptions]
          : [i18n.t('button.tryAgain'), onRetry];
  return (
    <button type="button" class="primary" onClick={press}>
      {label}
    </button>
  );
}
