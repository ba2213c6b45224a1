import { captureBackup } from '../../utils/backup/capture/capture.ts';
import { partOf } from '../../utils/backup/capture/ledger.ts';
import { createBudget } from '../../utils/kit/budget.ts';
import { createKit, type Kit } from '../../utils/kit/client.ts';
import { ok } from '../../utils/result.ts';
import { diskStore } from './disk-store.ts';

/** What `backup.ts` starts in a process of its own, with `--expose-gc`: one client, from the first request to the last. */
export interface Task {
  how: 'in chains' | 'page after page';
  port: number;
  sequenceId: number;
  /** Where the backup goes. */
  folder: string;
}

export interface Measured {
  people: number;
  seconds: number;
  /** The most memory that was in use after a garbage collection, in bytes: V8's heap and buffers. */
  peak: number;
}

const account = { id: 1, name: 'Bench' };

function kitAt(port: number): Kit {
  return createKit(
    { header: async () => ok({ Authorization: 'Bearer bench' }) },
    {
      budget: createBudget({ kind: async () => 'oauth' }),
      priority: 'bulk',
      fetch: (request) =>
        fetch(request.url.replace('https://api.kit.com', `http://127.0.0.1:${port}`), {
          headers: request.headers,
        }),
    },
  );
}

async function inChains({ port, sequenceId, folder }: Task): Promise<number> {
  const tools = {
    kit: kitAt(port),
    store: diskStore(folder),
    signal: new AbortController().signal,
    tell: () => undefined,
  };
  const taken = await captureBackup(tools, { account, sequenceId });
  if (!taken.ok) throw new Error(JSON.stringify(taken.problem));
  return taken.value.people.kept;
}

/** As simple as it gets: the same client and the same storage, and nothing is looked at twice. */
async function pageAfterPage({ port, sequenceId, folder }: Task): Promise<number> {
  const [kit, store] = [kitAt(port), diskStore(folder)];
  const backup = {
    id: 'bench',
    format: 1 as const,
    account,
    sequence: { id: sequenceId, name: 'Bench' },
    startedAt: Date.now(),
    completedAt: null,
    emails: 0,
    people: { kept: 0, expected: null },
    size: 0,
    checksum: null,
    origin: 'kit' as const,
    deletedAt: null,
    downloadedAt: null,
  };
  let after: string | null = null;
  let people = 0;
  for (let page = 1; ; page += 1) {
    const answer: Awaited<ReturnType<Kit['subscribers']>> = await kit.subscribers(sequenceId, after);
    if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
    const { items, next } = answer.value;
    await store.write(backup, null, [await partOf(`people/${page}`, items, items.length)]);
    people += items.length;
    after = next;
    if (after === null) return people;
  }
}

const task: Task = JSON.parse(process.argv[2] ?? '');
if (!globalThis.gc) throw new Error('Start with --expose-gc');
let peak = 0;
const look = () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + external);
};
const looking = setInterval(look, 200);
const started = performance.now();
const people = await (task.how === 'in chains' ? inChains(task) : pageAfterPage(task));
const seconds = (performance.now() - started) / 1000;
look();
clearInterval(looking);
console.log(JSON.stringify({ people, seconds, peak } satisfies Measured));
