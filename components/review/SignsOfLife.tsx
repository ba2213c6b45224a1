import { i18n } from '#i18n';
import type { Reading } from '../../utils/review/review.ts';
import { statsOf } from '../../utils/review/stats.ts';
import { number } from '../ui/words.ts';
import type { Seen } from './details.ts';

/** Whether anything still happens in the sequence. What was not asked for is left out, what could not be read is not. */
export function SignsOfLife({ look, arriving }: Seen) {
  const { addedInWeek = null, addedInMonth = null } = arriving.details ?? {};
  const stats = statsOf(look.sequence);
  return (
    <>
      <h3>{i18n.t('life.title')}</h3>
      <ul class="facts">
        {addedInWeek && <li>{i18n.t('life.week', { count: readingWords(addedInWeek) })}</li>}
        {addedInMonth && <li>{i18n.t('life.month', { count: readingWords(addedInMonth) })}</li>}
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

const readingWords = (reading: Reading<number>) =>
  reading.known ? number(reading.value) : i18n.t('life.unread');
const figureWords = (figure: number | null) => (figure === null ? i18n.t('life.noData') : number(figure));
