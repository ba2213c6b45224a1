import { batchJob } from './jobs/batch.ts';
import { type AdditionDependencies, additionJob } from './people/definition.ts';
import { type RestoreDependencies, restoreJob } from './restore/definition.ts';
import { type RetireDependencies, retireJob } from './retire/definition.ts';
import { type SequenceDependencies, sequenceJobs } from './sequence/definition.ts';
import { type WatchDependencies, watchJob } from './watch/definition.ts';

/** Every kind of job that there is. */
export function jobKinds(
  deps: SequenceDependencies &
    RestoreDependencies &
    AdditionDependencies &
    RetireDependencies &
    WatchDependencies,
) {
  return {
    ...sequenceJobs(deps),
    restore: restoreJob(deps),
    'add people': additionJob(deps),
    retire: retireJob(deps),
    watch: watchJob(deps),
    batch: batchJob,
  };
}
