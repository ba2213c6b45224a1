import { atStake, type Readings } from './review.ts';

/** What differs from the review in a way that makes a person look again before anything is deleted. */
export type Change =
  /** `from` null: the review could not tell the number. */
  | { kind: 'more people'; from: number | null; to: number }
  | { kind: 'count unreadable' }
  | { kind: 'renamed'; to: string }
  | { kind: 'paused' }
  | { kind: 'resumed' }
  /** Some other setting, its emails, or something that only Kit's own time stamp shows. */
  | { kind: 'edited' }
  /** Since the backup. `subject` as the backup knows it, of a new one its own; null where it has none. */
  | { kind: 'email edited' | 'email added' | 'email removed'; subject: string | null };

/** Numbers that move by themselves; the people among them are compared on their own. */
const COUNTERS = new Set(['subscriber_count', 'stats', 'updated_at']);

/** What changed between the review and now; empty when the review still holds. Fewer people is no change. */
export function changesSince(review: Readings, now: Readings): Change[] {
  const changes: Change[] = [];
  const before = atStake(review);
  const people = atStake(now);
  if (people === null) {
    const grew = (now.sequence.subscriber_count ?? 0) > (review.sequence.subscriber_count ?? 0);
    if (before !== null || grew) changes.push({ kind: 'count unreadable' });
  } else if (people > (before ?? 0)) {
    changes.push({ kind: 'more people', from: before, to: people });
  }
  return [...changes, ...settingsChanged(review.sequence, now.sequence)];
}

function settingsChanged(before: Readings['sequence'], now: Readings['sequence']): Change[] {
  const changes: Change[] = [];
  if (before.name !== now.name) changes.push({ kind: 'renamed', to: now.name });
  if (before.active !== now.active) changes.push({ kind: now.active ? 'resumed' : 'paused' });
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const others = [...names].filter((name) => !COUNTERS.has(name) && name !== 'name' && name !== 'active');
  const edited = others.some((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  // The time stamp also shows edits that no setting shows; a rename or a pause moves it too.
  const touched = changes.length === 0 && before.updated_at !== now.updated_at;
  if (edited || touched) changes.push({ kind: 'edited' });
  return changes;
}
