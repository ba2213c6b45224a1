import type { Kit, KitResult } from '../kit/client.ts';
import { lookTwice } from '../kit/look.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { ok } from '../result.ts';
import { type Change, changesSince } from '../review/compare.ts';
import { countsOf, readAgain } from '../review/gather.ts';
import type { Review } from '../review/review.ts';
import { emailChanges } from './emails.ts';
import type { SequenceEvent } from './events.ts';
import type { SequenceJobKind } from './sequence-job.ts';

export type SequenceKit = Pick<
  Kit,
  'sequence' | 'countSubscribers' | 'emails' | 'listEmails' | 'email' | 'setActive' | 'deleteSequence'
>;

interface CheckTools {
  sleep(ms: number): Promise<void>;
  /** The emails as they were backed up; null without a backup. */
  keptEmails: SequenceEmail[] | null;
}

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
  check(kit: SequenceKit, review: Review, tools: CheckTools): Promise<SequenceEvent>;
  /** Asks Kit to do it, once. */
  send(kit: SequenceKit, id: number): Promise<KitResult<unknown>>;
  /** Whether a sequence that is there is as it is wanted. */
  isAsWanted(sequence: Sequence): boolean;
  /** Whether a sequence that is not there is what is wanted. */
  wantsGone: boolean;
}

/** A pause changes what can be undone: what the sequence was changed to meanwhile does not matter. */
const pause: SequenceChange = {
  check: (kit, review, tools) => checkActive(kit, review, false, tools),
  send: (kit, id) => kit.setActive(id, false),
  isAsWanted: ({ active }) => !active,
  wantsGone: false,
};

/** A resume sends to people again, so it too wants the sequence to be as it was reviewed. */
const resume: SequenceChange = {
  check: (kit, review, tools) => checkActive(kit, review, true, tools),
  send: (kit, id) => kit.setActive(id, true),
  isAsWanted: ({ active }) => active,
  wantsGone: false,
};

const remove: SequenceChange = {
  async check(kit, review, { sleep, keptEmails }) {
    const now = await lookTwice(() => readAgain(kit, review.sequence.id), sleep);
    if (!now.ok) return goneOrFailed(now);
    const changes = changesSince(review, now.value);
    if (changes.length > 0) return heldOrChanged(changes);
    const ofEmails = await (keptEmails
      ? emailChanges(kit, review.sequence.id, keptEmails)
      : countChanges(kit, review));
    return ofEmails.ok ? heldOrChanged(ofEmails.value) : { event: 'failed', problem: ofEmails.problem };
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

async function checkActive(
  kit: SequenceKit,
  review: Review,
  active: boolean,
  { sleep }: CheckTools,
): Promise<SequenceEvent> {
  const now = await lookTwice(() => kit.sequence(review.sequence.id), sleep);
  if (!now.ok) return goneOrFailed(now);
  if (now.value.active === active) return { event: 'as wanted' };
  return heldOrChanged(active ? changesSince(review, { ...review, sequence: now.value }) : []);
}

/** What the review knew of the emails, and what is not so any more. */
async function countChanges(
  kit: SequenceKit,
  { sequence, emails: before }: Review,
): Promise<KitResult<Change[]>> {
  if (!before.known) return ok([]);
  const now = countsOf(await kit.emails(sequence.id));
  if (!now.ok) return now;
  const { published, drafts } = before.value;
  const isSame = now.value.published === published && now.value.drafts === drafts;
  return ok(isSame ? [] : [{ kind: 'edited' }]);
}

function heldOrChanged(changes: Change[]): SequenceEvent {
  return changes.length > 0 ? { event: 'refused', why: { kind: 'changed', changes } } : { event: 'holds' };
}

function goneOrFailed({ problem }: Extract<KitResult<unknown>, { ok: false }>): SequenceEvent {
  return problem.kind === 'not found' ? { event: 'gone' } : { event: 'failed', problem };
}
