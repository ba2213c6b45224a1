import type { Job } from './jobs/job.ts';
import { subjectOfRetirement } from './retire/retirement.ts';
import type { SequenceJob } from './sequence/sequence-job.ts';
import { subjectOfWatch } from './watch/watch.ts';

/** The kinds of jobs that tell a person, some day, that it is time to decide. */
export const DUE_KINDS: readonly string[] = ['retire', 'watch'];

/** What the toolbar button shows: how many sequences are due; nothing where none is. */
export function badgeOf(jobs: Pick<Job, 'kind' | 'state'>[]): string {
  const due = jobs.filter(isDue).length;
  return due > 0 ? String(due) : '';
}

export const isDue = ({ kind, state }: Pick<Job, 'kind' | 'state'>): boolean =>
  DUE_KINDS.includes(kind) && state.step === 'due';

/** The subjects of the jobs that have to look what this one has just done to their sequence. */
export function touchedBy(job: Job): string[] {
  const { kind, state, parent } = job;
  if (state.step !== 'done' || !['delete', 'pause', 'resume'].includes(kind)) return [];
  const { sequenceId } = job as SequenceJob;
  // What a retirement has done itself tells it nothing, and a pause changes nothing for one.
  const retired = kind !== 'pause' && parent === null ? [subjectOfRetirement(sequenceId)] : [];
  return [...retired, subjectOfWatch(sequenceId)];
}
