import { i18n } from '#i18n';
import type { Range, ScheduledEmail } from '../../utils/review/estimate.ts';
import { Bone } from '../ui/Room.tsx';
import { isolated, number } from '../ui/words.ts';
import { barOf } from './bars.ts';
import { rangeWords } from './estimate-words.ts';

interface Props {
  /** In the order in which the emails are sent; null people: not counted yet. */
  waiting: { emailId: number; people: Range | null }[];
  schedule: ScheduledEmail[];
  labelledBy: string;
}

/**
 * A bar per email: solid up to as many people as surely wait for it, striped up to as many as may. A real table, so that
 * a screen reader reads the same names and numbers that everybody sees.
 */
export function WaitingChart({ waiting, schedule, labelledBy }: Props) {
  const most = Math.max(...waiting.map(({ people }) => people?.to ?? 0));
  return (
    <div class="chart">
      <table aria-labelledby={labelledBy}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('estimate.email')}</th>
            <th scope="col">{i18n.t('estimate.people')}</th>
          </tr>
        </thead>
        <tbody>
          {waiting.map(({ emailId, people }, at) => {
            const subject =
              schedule.find(({ id }) => id === emailId)?.subject || i18n.t('estimate.noSubject');
            return (
              <tr key={emailId}>
                <th scope="row">
                  {/* Long ones are cut; in full where one points at the row or walks to its bar. */}
                  <span class="name">
                    {number(at + 1)}. <bdi>{subject}</bdi>
                  </span>
                </th>
                <td>
                  {people ? <span key={rangeWords(people)}>{rangeWords(people)}</span> : <Bone>00–00</Bone>}
                  <Bar subject={subject} people={people} most={most} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Bar({ subject, people, most }: { subject: string; people: Range | null; most: number }) {
  if (!people) return <div class="waiting-bar" />;
  const { surely, may } = barOf(people, most);
  const label = i18n.t('estimate.bar', { email: isolated(subject), people: rangeWords(people) });
  return (
    // Each bar can be walked to, also where they scroll, and where nobody waits and none is seen.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the name beside it is shown in full
    <div class={`waiting-bar ${may > 0 ? '' : 'none'}`} role="img" aria-label={label} tabIndex={0}>
      {may > 0 && <div class="may" style={{ width: `${may}%` }} />}
      {surely > 0 && <div class="surely" style={{ width: `${surely}%` }} />}
    </div>
  );
}
