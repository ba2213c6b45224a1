import type { Subscriber } from '../kit/shapes.ts';
import type { Range } from './cuts.ts';
import { placer } from './placing.ts';
import { addedAt } from './recent.ts';
import type { ScheduledEmail, ScheduleOfSequence } from './schedule.ts';

/** Somebody who waits for an email, or may. */
export interface WaitingPerson {
  id: number;
  name: string;
  address: string;
  /** Their next email: the first and the last that it may be, as places among the published ones in sending order. */
  next: Range;
  /** They may have had everything. */
  perhapsNone: boolean;
  /** When it goes out, in ms since 1970; null where nobody can say. */
  due: Range | null;
}

/** Those of these people who wait, or may, whose email is due first in front. */
export function waitingAmong(
  people: Subscriber[],
  sequence: ScheduleOfSequence,
  emails: ScheduledEmail[],
  now: number,
): WaitingPerson[] {
  const { schedule, place } = placer(sequence, emails);
  const all = schedule.emails.length;
  return people
    .flatMap((person): WaitingPerson[] => {
      const { had, due } = place(addedAt(person), now);
      if (had.from >= all) return [];
      return [
        {
          id: person.id,
          name: person.first_name ?? '',
          address: person.email_address ?? '',
          next: { from: had.from, to: Math.min(had.to, all - 1) },
          perhapsNone: had.to === all,
          due,
        },
      ];
    })
    .sort((a, b) => (a.due?.to ?? Infinity) - (b.due?.to ?? Infinity) || a.id - b.id);
}
