import { i18n } from '#i18n';
import type { Range } from '../../utils/review/estimate.ts';
import type { LastAdded } from '../../utils/review/lately.ts';
import type { Reading } from '../../utils/review/review.ts';
import { statsOf } from '../../utils/review/stats.ts';
import { day, number } from '../ui/words.ts';
import type { Seen } from './details.ts';
import { rangeWords } from './estimate-words.ts';

/** Whether anything still happens in the sequence. What was not asked for is said to be so, and so is what could not be read. */
export function SignsOfLife({ look, arriving }: Seen) {
  const { addedInWeek = null, addedInMonth = null, lately = null, done = false } = arriving.details ?? {};
  const stats = statsOf(look.sequence);
  return (
    <>
      <h3>{i18n.t('life.title')}</h3>
      <ul class="facts">
        <Added
          days={7}
          added={addedInWeek}
          active={lately?.activeInWeek ?? null}
          done={done}
          waiting={arriving.waiting}
        />
        <Added
          days={30}
          added={addedInMonth}
          active={lately?.activeInMonth ?? null}
          done={done}
          waiting={arriving.waiting}
        />
        {lately?.last && <li>{lastWords(lately.last)}</li>}
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

interface Period {
  days: number;
  added: Reading<number> | null;
  /** Of active people, as the estimate's counts tell. */
  active: Range | null;
  /** All was read that was asked for. */
  done: boolean;
  waiting: boolean;
}

function Added({ days, added, active, done, waiting }: Period) {
  if (added?.known) return <li>{i18n.t('life.added', { days, count: number(added.value) })}</li>;
  if (active) return <li>{i18n.t('life.addedActive', { days, count: rangeWords(active) })}</li>;
  if (!added && done) return <li>{i18n.t('life.notAsked', { days })}</li>;
  if (!added && waiting) return null;
  return <li>{i18n.t('life.added', { days, count: i18n.t('life.unread') })}</li>;
}

function lastWords({ from, to, activeOnly }: LastAdded): string {
  if (from === null) return i18n.t(activeOnly ? 'life.lastActiveTo' : 'life.lastTo', { to: day(to) });
  if (to === null) return i18n.t('life.lastFrom', { from: day(from) });
  return i18n.t(activeOnly ? 'life.lastActiveBetween' : 'life.lastBetween', { from: day(from), to: day(to) });
}

const figureWords = (figure: number | null) => (figure === null ? i18n.t('life.noData') : number(figure));
