import type { Job } from '../job.ts';

/** What every job has, of one that has just begun. */
export const JOB_FIELDS: Omit<Job, 'kind' | 'subject' | 'state'> = {
  id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
  order: 1,
  wish: null,
  attended: false,
  priority: 'interactive',
  parent: null,
  startedAt: 0,
  askedAt: 0,
  nextAt: null,
  rests: 0,
  steps: [],
  seen: false,
};
