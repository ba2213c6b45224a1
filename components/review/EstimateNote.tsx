import { i18n } from '#i18n';
import type { Estimate } from '../../utils/review/estimate.ts';
import { atStake } from '../../utils/review/review.ts';
import type { Seen } from './details.ts';
import { causeWords, caveatWords, rangeWords } from './estimate-words.ts';
import { WaitingChart } from './WaitingChart.tsx';
import { WaitingPeople } from './WaitingPeople.tsx';

/** Who waits for which email, with how that was reckoned. Of nobody, or of no emails, there is nothing to say. */
export function EstimateNote({ look, arriving }: Seen) {
  const { details, waiting } = arriving;
  if (atStake(look) === 0 || (look.emails.known && look.emails.value.published === 0)) return null;
  const estimate = details?.estimate;
  if (!estimate) {
    const words = waiting ? i18n.t('estimate.counting') : i18n.t('estimate.unknown');
    return <p class="quiet">{words}</p>;
  }
  // Where the statistics disagree, the caveat says so.
  const causes = estimate.causes.filter((cause) => cause !== 'sends disagree');
  return (
    <>
      <h3 id="waiting">{i18n.t('estimate.title')}</h3>
      <p>{sentence(estimate)}</p>
      <WaitingChart waiting={estimate.waiting} schedule={look.schedule ?? []} labelledBy="waiting" />
      <WaitingPeople look={look} arriving={arriving} />
      <details>
        <summary>{i18n.t('estimate.how')}</summary>
        <p>{i18n.t('estimate.reckoned')}</p>
        <ul>
          {estimate.caveats.map((caveat) => (
            <li key={caveat}>{caveatWords(caveat)}</li>
          ))}
        </ul>
        {causes.length > 0 && (
          <>
            <p>{i18n.t('cause.title')}</p>
            <ul>
              {causes.map((cause) => (
                <li key={cause}>{causeWords(cause)}</li>
              ))}
            </ul>
          </>
        )}
      </details>
    </>
  );
}

function sentence({ midway, finished, unsent }: Estimate): string {
  return i18n.t('estimate.sentence', {
    midway: rangeWords(midway),
    finished: rangeWords(finished),
    unsent: rangeWords(unsent),
  });
}
