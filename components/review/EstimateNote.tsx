import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Estimate } from '../../utils/review/estimate.ts';
import { atStake } from '../../utils/review/review.ts';
import { inSendingOrder } from '../../utils/review/schedule.ts';
import { Bone, Room } from '../ui/Room.tsx';
import { number } from '../ui/words.ts';
import type { Seen } from './details.ts';
import { causeWords, caveatWords, rangeWords } from './estimate-words.ts';
import { WaitingChart } from './WaitingChart.tsx';
import { WaitingPeople } from './WaitingPeople.tsx';

/**
 * Who waits for which email, with how that was worked out. The emails stand there from the start, and the numbers come
 * later. Of nobody, or of no emails, there is nothing to say; and of what could not be read, the verdict speaks.
 */
export function EstimateNote({ look, arriving }: Seen) {
  const { details, waiting } = arriving;
  const [isRoomKept] = useState(waiting);
  const people = atStake(look);
  if (!people || !look.emails.known || look.emails.value.published === 0) return null;
  const estimate = details?.estimate ?? null;
  if (!look.schedule || (!estimate && !waiting)) return <p class="quiet">{i18n.t('estimate.unknown')}</p>;
  const rows =
    estimate?.waiting ?? inSendingOrder(look.schedule).map(({ id }) => ({ emailId: id, people: null }));
  // Where nobody waits, the verdict says that all are through; and from nobody to everybody says nothing.
  const isTold =
    estimate && estimate.midway.to > 0 && (estimate.finished.from > 0 || estimate.finished.to < people);
  const sums = isTold && <Sums estimate={estimate} />;
  return (
    <>
      <h3 id="waiting">{i18n.t('estimate.title')}</h3>
      <WaitingChart waiting={rows} schedule={look.schedule} labelledBy="waiting" />
      {isRoomKept ? (
        <Room like={<LikelySums people={people} />} pending={!estimate}>
          {sums}
        </Room>
      ) : (
        sums
      )}
      <WaitingPeople look={look} arriving={arriving} />
      <How look={look} estimate={estimate} />
    </>
  );
}

/** How many are through, and what would not go out. */
function Sums({ estimate: { finished, unsent } }: { estimate: Pick<Estimate, 'finished' | 'unsent'> }) {
  const words = [
    i18n.t('estimate.finished', { count: rangeWords(finished) }),
    i18n.t('estimate.unsent', { count: rangeWords(unsent) }),
  ];
  return (
    <ul class="facts">
      {words.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

/** As wide as they get: a range each. */
const LikelySums = ({ people }: { people: number }) => (
  <ul class="facts">
    <li>
      <Bone>{i18n.t('estimate.finished', { count: rangeWords({ from: people - 1, to: people }) })}</Bone>
    </li>
    <li>
      <Bone>{i18n.t('estimate.unsent', { count: rangeWords({ from: people - 1, to: people }) })}</Bone>
    </li>
  </ul>
);

/** What explains the numbers, for whoever wants to know. */
function How({ look, estimate }: Pick<Seen, 'look'> & { estimate: Estimate | null }) {
  const { activeSubscribers: active, sequence } = look;
  const counter = sequence.subscriber_count;
  // Where the statistics disagree, the caveat says so.
  const causes = estimate?.causes.filter((cause) => cause !== 'sends disagree') ?? [];
  return (
    <details>
      <summary>{i18n.t('estimate.how')}</summary>
      <p>{i18n.t('estimate.reckoned')}</p>
      <ul>
        {active.known && counter != null && counter > active.value && (
          <li>{i18n.t('review.counterDiffers', { count: number(counter) })}</li>
        )}
        {estimate?.caveats.map((caveat) => (
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
  );
}
