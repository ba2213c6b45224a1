import type { ListedSequence } from '../kit/shapes.ts';
import { otherOf, referencesTo } from '../review/references.ts';
import type { Retirement, Since } from './retirement.ts';

/** What the account's list says of a sequence: how it is, that somebody resumed it, or that it is not there. */
export type Listed =
  | { is: 'resting'; since: Since; referredBy: number[] }
  | { is: 'active' }
  | { is: 'missing' };

/** @param list all of the account's sequences that could be read. */
export function sinceIn(
  list: ListedSequence[],
  {
    sequenceId,
    review,
    found,
    referredBefore,
  }: Pick<Retirement, 'sequenceId' | 'review' | 'found' | 'referredBefore'>,
  at: number,
): Listed {
  const listed = list.find(({ id }) => id === sequenceId);
  if (!listed) return { is: 'missing' };
  if (listed.active === true) return { is: 'active' };
  const before = review.sequence;
  const [then, now] = [before.subscriber_count, listed.subscriber_count];
  const { excludedFrom } = referencesTo(sequenceId, list.map(otherOf), true);
  return {
    is: 'resting',
    since: {
      at,
      added: typeof then === 'number' && typeof now === 'number' ? Math.max(0, now - then) : null,
      // What Kit does not say now, the look before knew.
      edited: listed.updated_at ? listed.updated_at !== before.updated_at : (found?.edited ?? false),
      referredBy: referredBefore ? excludedFrom.filter(({ id }) => !referredBefore.includes(id)) : [],
    },
    referredBy: excludedFrom.map(({ id }) => id),
  };
}
