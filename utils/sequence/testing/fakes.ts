import type { Sequence, SequenceEmail } from '../../kit/shapes.ts';
import { fail, ok } from '../../result.ts';
import type { Review } from '../../review/review.ts';
import type { Backups, Saves } from '../definition.ts';
import { isSequenceJobEnded, type SequenceJob, type SequenceJobState } from '../sequence-job.ts';

/** What tests of jobs on sequences share: a sequence as it was reviewed. */
export const sequence: Sequence = {
  id: 80,
  name: 'Welcome',
  active: true,
  updated_at: '2026-11-02T09:00:00Z',
};

/** The one email that it has. */
export const email: SequenceEmail = { id: 1, published: true, subject: 'Hello', content: '<p>Hello</p>' };

export const review: Review = {
  id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
  at: 0,
  account: { id: 1, name: 'Juniper' },
  pageAccountId: 1,
  sequence,
  activeSubscribers: { known: true, value: 10 },
  allSubscribers: { known: true, value: 10 },
  emails: { known: true, value: { published: 1, drafts: 0 } },
};

/** Backups that are complete at once. */
export const instantBackups: Backups = {
  choose: async () => 'b',
  take: async () => ok(null),
  emails: async () => [email],
  hold: async () => undefined,
  noteGone: async () => undefined,
  release: async () => undefined,
};

/** Nobody wants files in Downloads. */
export const noSaves: Saves = {
  wanted: async () => false,
  begin: async () => fail({ kind: 'downloads not allowed' }),
  whole: async () => fail({ kind: 'downloads not allowed' }),
};

/** A job that an earlier life of the background left at this state: a delete, unless `change` says otherwise. */
export function leftAt(state: SequenceJobState, change: Partial<SequenceJob> = {}): SequenceJob {
  const kind = change.kind ?? 'delete';
  return {
    id: '1',
    kind,
    subject: 'sequence/80',
    order: 1,
    state,
    wish: null,
    attended: kind === 'delete',
    priority: 'interactive',
    parent: null,
    startedAt: 500,
    askedAt: 500,
    nextAt: isSequenceJobEnded(state) ? null : 60_500,
    rests: 0,
    steps: [{ step: state.step, at: 500 }],
    seen: false,
    sequenceId: 80,
    review,
    backupId: kind === 'back up' ? 'b' : null,
    ...change,
  };
}
