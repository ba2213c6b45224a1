import { i18n } from '#i18n';
import type { ScheduledEmail, WaitingFor } from '../../utils/review/estimate.ts';
import { isolated, number } from '../ui/words.ts';
import { barOf } from './bars.ts';
import { rangeWords } from './estimate-words.ts';

interface Props {
  /** In the order in which the emails are sent. */
  waiting: WaitingFor[];
  schedule: ScheduledEmail[];
  labelledBy: string;
}

/**
 * A bar per email: whole up to as many people as surely wait for it, pale up to as many as may. A real table, so that
 * a screen reader reads the same names and numbers that everybody sees.
 */
export function WaitingChart({ waiting, schedule, labelledBy }: Props) {
  const most = Math.max(...waiting.map(({ people }) => people.to));
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
            const bar = barOf(people, most);
            return (
              <tr key={emailId}>
                <th scope="row">
                  {number(at + 1)}. <bdi>{subject}</bdi>
                </th>
                <td>
                  {rangeWords(people)}
                  <svg
                    viewBox="0 0 100 8"
                    preserveAspectRatio="none"
                    role="img"
                    aria-label={i18n.t('estimate.bar', {
                      email: isolated(subject),
                      people: rangeWords(people),
                    })}
                    // Each bar can be walked to, also where they scroll. Of SVG, the attribute's name counts as written.
                    tabindex={0}
                  >
                    <rect class="may" x="0" width={bar.may} height="8" />
                    <rect class="surely" x="0" width={bar.surely} height="8" />
                  </svg>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
