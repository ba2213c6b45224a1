import { useCallback } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import type { Retirement } from '../../utils/retire/retirement.ts';
import { isRetirementEnded } from '../../utils/retire/retirement.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { useAsked, useLastAnswer } from '../ui/hooks.ts';
import { RetiredRow } from './RetiredRow.tsx';

/** The sequences that rest until somebody lets them go, and what became of those that do not any more. */
export function RetiredPage() {
  const [asked, again] = useAsked(useCallback(() => ask('retire.list', {}), []));
  const answer = useLastAnswer(asked);
  return (
    <div class="stack">
      <Heading>{i18n.t('retire.title')}</Heading>
      <p>{i18n.t('retire.intro')}</p>
      {answer.state === 'asking' ? (
        <p role="status">{i18n.t('retire.loading')}</p>
      ) : answer.state === 'no answer' || !answer.value.ok ? (
        <Alert
          action={
            <button type="button" onClick={again}>
              {i18n.t('button.tryAgain')}
            </button>
          }
        >
          {i18n.t('retire.unreadable')}
        </Alert>
      ) : (
        <Lists retirements={answer.value.value} onAgain={again} />
      )}
    </div>
  );
}

function Lists({ retirements, onAgain }: { retirements: Retirement[]; onAgain(): void }) {
  const open = retirements
    .filter(({ state }) => !isRetirementEnded(state))
    .toSorted((one, other) => one.remindAt - other.remindAt);
  const rested = retirements.filter(({ state }) => state.step === 'ended');
  const never = retirements.filter(({ state }) => state.step === 'failed' || state.step === 'not paused');
  return (
    <>
      {open.length === 0 && <p>{i18n.t('retire.empty')}</p>}
      {open.length > 0 && (
        <ul class="plain cards">
          {open.map((retirement) => (
            <RetiredRow key={retirement.id} retirement={retirement} level={2} onEnded={onAgain} />
          ))}
        </ul>
      )}
      <Ended title={i18n.t('retire.ended')} retirements={rested} onAgain={onAgain} />
      <Ended title={i18n.t('retire.notDone')} retirements={never} onAgain={onAgain} />
    </>
  );
}

function Ended({
  title,
  retirements,
  onAgain,
}: {
  title: string;
  retirements: Retirement[];
  onAgain(): void;
}) {
  if (retirements.length === 0) return null;
  return (
    <section class="stack apart">
      <h2>{title}</h2>
      <ul class="plain cards">
        {retirements.map((retirement) => (
          <RetiredRow key={retirement.id} retirement={retirement} level={3} onEnded={onAgain} />
        ))}
      </ul>
    </section>
  );
}
