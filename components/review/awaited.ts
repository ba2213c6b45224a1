import { atStake } from '../../utils/review/review.ts';
import type { Seen } from './details.ts';
import type { Awaited } from './verdict-words.ts';

/** What of the verdict may still come. */
export function awaitedOf({ look, arriving: { details, waiting } }: Seen): Awaited {
  const people = atStake(look);
  const mayWait = people !== null && people > 0 && look.emails.known && look.emails.value.published > 0;
  return { midway: waiting && mayWait && !details?.estimate, use: waiting };
}
