import type { Kit, KitResult } from '../kit/client.ts';
import type { Sequence } from '../kit/shapes.ts';
import { changesSince } from '../review/compare.ts';
import { readAgain } from '../review/gather.ts';
import type { Review } from '../review/review.ts';
import type { SequenceEvent } from './events.ts';
import type { SequenceJobKind } from './sequence-job.ts';

export type SequenceKit = Pick<Kit, 'sequence' | 'countSubscribers' | 'setActive' | 'deleteSequence'>;

/** In what a kind of job on a sequence differs from the others. */
export interface SequenceKind {
  /** `always`: the backup is what it is for. */
  backsUp: 'always' | 'on request' | 'never';
  /** Whether a person who watches may still cancel for some seconds before anything is sent. */
  countdown: boolean;
  /** What it asks of Kit; null for nothing. */
  change: SequenceChange | null;
}

export interface SequenceChange {
  /** Reads the sequence again, just before the write, and says whether the review holds. */
  check(kit: SequenceKit, review: Review): Promise<SequenceEvent>;
  /** Asks Kit to do it, once. */
  send(kit: SequenceKit, id: number): Promise<KitResult<unknown>>;
  /** Whether a sequence that is there is as it is wanted. */
  isAsWanted(sequence: Sequence): boolean;
  /** Whether a sequence that is not there is what is wanted. */
  wantsGone: boolean;
}

/** A pause changes what can be undone: what the sequence was changed to meanwhile does not matter. */
const pause: SequenceChange = {
  check: (kit, review) => checkActive(kit, review, false),
  send: (kit, id) => kit.setActive(id, false),
  isAsWanted: ({ active }) => !active,
  wantsGone: false,
};

/** A resume sends to people again, so it too wants the sequence to be as it was reviewed. */
const resume: SequenceChange = {
  check: (kit, review) => checkActive(kit, review, true),
  send: (kit, id) => kit.setActive(id, true),
  isAsWanted: ({ active }) => active,
  wantsGone: false,
};

const remove: SequenceChange = {
  async check(kit, review) {
    const now = await readAgain(kit, review.sequence.id);
    if (!now.ok) return goneOrFailed(now);
    return heldOrChanged(changesSince(review, now.value));
  },
  send: (kit, id) => kit.deleteSequence(id),
  isAsWanted: () => false,
  wantsGone: true,
};

export const SEQUENCE_KINDS: Record<SequenceJobKind, SequenceKind> = {
  pause: { backsUp: 'never', countdown: false, change: pause },
  resume: { backsUp: 'never', countdown: false, change: resume },
  delete: { backsUp: 'on request', countdown: true, change: remove },
  'back up': { backsUp: 'always', countdown: false, change: null },
};

async function checkActive(kit: SequenceKit, review: Review, active: boolean): Promise<SequenceEvent> {
  const now = await kit.sequence(review.sequence.id);
  if (!now.ok) return goneOrFailed(now);
  if (now.value.active === active) return { event: 'as wanted' };
  return heldOrChanged(active ? changesSince(review, { ...review, sequence: now.value }) : []);
}

function heldOrChanged(changes: ReturnType<typeof changesSince>): SequenceEvent {
  return changes.length > 0 ? { event: 'refused', why: { kind: 'changed', changes } } : { event: 'holds' };
}

export function goneOrFailed({ problem }: Extract<KitResult<unknown>, { ok: false }>): SequenceEvent {
  return problem.kind === 'not found' ? { event: 'gone' } : { event: 'failed', problem };
}
