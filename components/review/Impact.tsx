import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { atStake } from '../../utils/review/review.ts';
import { Bone, Room } from '../ui/Room.tsx';
import { number } from '../ui/words.ts';
import type { Seen } from './details.ts';
import { EstimateNote } from './EstimateNote.tsx';
import { ReferencesNote } from './ReferencesNote.tsx';
import { SignsOfLife } from './SignsOfLife.tsx';

/** What stands behind the verdict. What the verdict says is not said again. */
export function Impact(seen: Seen) {
  return (
    <section class="card" aria-labelledby="impact">
      <h2 id="impact">{i18n.t('review.impact')}</h2>
      <Numbers {...seen} />
      <EstimateNote {...seen} />
      <ReferencesNote {...seen} />
      <SignsOfLife {...seen} />
    </section>
  );
}

function Numbers({ look, arriving }: Seen) {
  const { activeSubscribers: active, emails } = look;
  const people = atStake(look);
  // Where it is full of people and nothing is published, the verdict says so.
  const isSaid = emails.known && emails.value.published === 0 && people !== null && people > 0;
  const published = emails.known && !isSaid ? emails.value.published : null;
  const drafts = emails.known && emails.value.drafts > 0 ? emails.value.drafts : null;
  const parts = [
    ...(published === null ? [] : [i18n.t('review.emails', published, { count: number(published) })]),
    ...(drafts === null ? [] : [i18n.t('review.drafts', drafts, { count: number(drafts) })]),
  ];
  return (
    <>
      {active.known && people !== 0 && (
        <p class="strong">
          {i18n.t('review.activeSubscribers', active.value, { count: number(active.value) })}
        </p>
      )}
      {parts.length > 0 && <p>{parts.join(', ')}</p>}
      <InAll look={look} arriving={arriving} />
    </>
  );
}

/** Those of every other state too. They are asked for where an email may have gone to them. */
function InAll({ look, arriving: { details, waiting } }: Seen) {
  const { activeSubscribers: active, emails } = look;
  const isAsked = active.known && emails.known && emails.value.published > 0;
  const [isRoomKept] = useState(waiting && isAsked);
  const all = details?.allSubscribers;
  const words = (count: number) => i18n.t('review.allSubscribers', { count: number(count) });
  const told = all && <p class="quiet">{all.known ? words(all.value) : i18n.t('review.allUnknown')}</p>;
  if (!isRoomKept || !active.known) return told;
  const like = (
    <p>
      <Bone>{words(active.value)}</Bone>
    </p>
  );
  return (
    <Room like={like} pending={waiting && !all}>
      {told}
    </Room>
  );
}
