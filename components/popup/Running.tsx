import { i18n } from '#i18n';
import { entryOf, type ToldJob } from '../../utils/history/entry.ts';
import { doneOf } from '../../utils/people/addition.ts';
import { portName } from '../../utils/protocol.ts';
import { progressOf } from '../../utils/restore/progress.ts';
import { stepWords } from '../history/step-words.ts';
import { KIND, nameOf } from '../history/words.ts';
import { useFollowed } from '../ui/port.ts';
import { isolated } from '../ui/words.ts';

/** What runs now, each with how far it is. */
export function Running({ jobs }: { jobs: ToldJob[] }) {
  if (jobs.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{i18n.t('popup.running')}</h2>
      <ul class="stack tight plain">
        {jobs.map((job) => {
          const port = portOf(job);
          return <li key={job.id}>{port ? <Followed job={job} port={port} /> : <Line job={job} />}</li>;
        })}
      </ul>
    </section>
  );
}

function Followed({ job, port }: { job: ToldJob; port: string }) {
  const { told } = useFollowed<ToldJob>(port, (told) => entryOf(told).outcome === 'open');
  return <Line job={told?.id === job.id ? told : job} />;
}

function Line({ job }: { job: ToldJob }) {
  const name = nameOf(entryOf(job));
  const far = farOf(job);
  const label = `${KIND[job.kind]()} ${isolated(name)}`;
  return (
    <>
      <p>
        <strong>{KIND[job.kind]()}</strong> <bdi>{name}</bdi>
        <span class="quiet"> · {stepWords(job.state.step)}</span>
      </p>
      {far && <progress aria-label={label} value={far.done} max={Math.max(far.of, 1)} />}
    </>
  );
}

/** What is followed over a port is seen as it moves. A delete is not: whoever follows it counts as who saw its end. */
function portOf(job: ToldJob): string | null {
  switch (job.kind) {
    case 'back up':
      return portName('sequence', job.sequenceId);
    case 'restore':
      return portName('restore', job.backupId);
    case 'add people':
      return portName('people', job.sequenceId);
    default:
      return null;
  }
}

/** How far it is; null where that cannot be told. */
function farOf(job: ToldJob): { done: number; of: number } | null {
  switch (job.kind) {
    case 'restore':
      return progressOf(job);
    case 'add people':
      return { done: doneOf(job), of: job.of };
    case 'back up':
    case 'delete': {
      const progress = job.state.step === 'backing up' ? job.state.progress : null;
      return progress?.expected ? { done: progress.kept, of: progress.expected } : null;
    }
    default:
      return null;
  }
}
