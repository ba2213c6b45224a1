import { i18n } from '#i18n';
import type { Lately } from '../../utils/review/lately.ts';
import { statsOf } from '../../utils/review/stats.ts';
import { number, onDay } from '../ui/words.ts';
import type { Seen } from './details.ts';

/** Whether anything still happens in the sequence. What is not known to the number is left out. */
export function SignsOfLife({ look, arriving }: Seen) {
  const { lately = null } = arriving.details ?? {};
  const stats = statsOf(look.sequence);
  return (
    <>
      <h3>{i18n.t('life.title')}</h3>
      <ul class="facts">
        {lately && <Added lately={lately} />}
        <li>
          {stats
            ? i18n.t('life.stats', {
                sent: figureWords(stats.recipients),
                opens: figureWords(stats.opens),
                clicks: figureWords(stats.clicks),
              })
            : i18n.t('life.noStats')}
        </li>
      </ul>
    </>
  );
}

function Added({ lately: { day, week, month, last } }: { lately: Lately }) {
  return (
    <>
      {day !== null && <li>{i18n.t('life.addedInDay', { count: number(day) })}</li>}
      {week !== null && <li>{i18n.t('life.added', { days: 7, count: number(week) })}</li>}
      {month !== null && <li>{i18n.t('life.added', { days: 30, count: number(month) })}</li>}
      {last !== null && <li>{i18n.t('life.last', { when: onDay(last) })}</li>}
    </>
  );
}

const figureWords = (figure: number | null) => (figure === null ? i18n.t('life.noData') : number(figure));
