import { i18n } from '#i18n';
import type { Lately } from '../../utils/review/lately.ts';
import { atStake } from '../../utils/review/review.ts';
import { statsOf } from '../../utils/review/stats.ts';
import { Bone } from '../ui/Room.tsx';
import { number, onDay } from '../ui/words.ts';
import type { Seen } from './details.ts';

/** Whether anything still happens in the sequence. What is not known to the number is left out. */
export function SignsOfLife({ look, arriving }: Seen) {
  const { details, waiting } = arriving;
  const lately = details?.lately ?? null;
  const stats = statsOf(look.sequence);
  const any = stats && [stats.recipients, stats.opens, stats.clicks].some((figure) => figure !== null);
  return (
    <>
      <h3>{i18n.t('life.title')}</h3>
      <ul class="facts">
        <li>
          {any
            ? i18n.t('life.stats', {
                sent: figureWords(stats.recipients),
                opens: figureWords(stats.opens),
                clicks: figureWords(stats.clicks),
              })
            : i18n.t('life.noStats')}
        </li>
        {lately
          ? addedWords(lately).map((words) => <li key={words}>{words}</li>)
          : waiting &&
            addedWords(likely(atStake(look) !== 0)).map((words) => (
              <li key={words} aria-hidden="true">
                <Bone>{words}</Bone>
              </li>
            ))}
      </ul>
    </>
  );
}

const likely = (somebody: boolean): Lately => ({ day: 0, week: 0, month: 0, last: somebody ? 0 : null });

function addedWords({ day, week, month, last }: Lately): string[] {
  return [
    ...(day === null ? [] : [i18n.t('life.addedInDay', { count: number(day) })]),
    ...(week === null ? [] : [i18n.t('life.added', { days: 7, count: number(week) })]),
    ...(month === null ? [] : [i18n.t('life.added', { days: 30, count: number(month) })]),
    ...(last === null ? [] : [i18n.t('life.last', { when: onDay(last) })]),
  ];
}

const figureWords = (figure: number | null) => (figure === null ? i18n.t('life.noData') : number(figure));
