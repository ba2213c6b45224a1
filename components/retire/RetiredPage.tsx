import { useCallback } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import { isRetirementEnded, type Retirement } from '../../utils/retire/retirement.ts';
import { Heading } from '../ui/Heading.tsx';
import { useAsked } from '../ui/hooks.ts';
import { Lists } from './lists.tsx';
import { RetiredRow } from './RetiredRow.tsx';

/** The sequences that rest until somebody lets them go, and what became of those that do not any more. */
export function RetiredPage() {
  const [asked, again] = useAsked(useCallback(listed, []));
  return (
    <div class="stack">
      <Heading>{i18n.t('retire.title')}</Heading>
      <p>{i18n.t('retire.intro')}</p>
      <Lists<Retirement>
        asked={asked}
        onAgain={again}
        isEnded={({ state }) => isRetirementEnded(state)}
        level={2}
        words={{
          loading: i18n.t('retire.loading'),
          unreadable: i18n.t('retire.unreadable'),
          empty: i18n.t('retire.empty'),
        }}
        ended={[
          { title: i18n.t('retire.ended'), holds: ({ state }) => state.step === 'ended' },
          { title: i18n.t('retire.notDone'), holds: ({ state }) => state.step !== 'ended' },
        ]}
        row={(retirement, level) => (
          <RetiredRow key={retirement.id} retirement={retirement} level={level} onEnded={again} />
        )}
      />
    </div>
  );
}

/** Whose day comes first, first. */
async function listed() {
  const answer = await ask('retire.list', {});
  if (!answer.ok) return answer;
  const isEnded = ({ state }: Retirement) => Number(isRetirementEnded(state));
  const value = answer.value.toSorted(
    (one, other) => isEnded(one) - isEnded(other) || (isEnded(one) ? 0 : one.remindAt - other.remindAt),
  );
  return { ...answer, value };
}
