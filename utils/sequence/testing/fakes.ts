import { memoryRows } from '../../journal/fakes.ts';
import type { Sequence } from '../../kit/shapes.ts';
import { ok } from '../../result.ts';
import type { Review } from '../../review/review.ts';
import { isOperationEnded, type Operation } from '../operation.ts';
import type { Backups } from '../operations.ts';

/** What tests of operations share: a sequence as it was reviewed, and a journal in memory. */
export const sequence: Sequence = {
  id: 80,
  name: 'Welcome',
  active: true,
  updated_at: '2026-11-02T09:00:00Z',
};

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
  mark: async () => undefined,
};

/** @param rows what an earlier life of the background left. */
export function memoryJournal(rows: Operation[] = []) {
  return memoryRows<Operation, number>(
    ({ sequenceId }) => sequenceId,
    ({ state }) => isOperationEnded(state),
    rows,
  );
}
