import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kit } from '../../demo/kit/kit.ts';
import { seededKit } from '../../demo/seed.ts';
import { roomFor, WINDOW } from '../../utils/kit/window.ts';
import type { Measured, Task } from './backup-client.ts';
import type { Part } from './part.ts';
import { serveSlowly } from './slow-kit.ts';

/** Kit answers after so many ms. */
const LATENCY = 300;
const MANY = 1_000_000;
const FEW = 10_000;
/** A hundred times as many people may take so many times the memory. */
const FLAT = 2.5;
/** At least this part of what the limit lets through, from the first request to the verified backup. */
const PACE = 0.6;
/** So many times as fast as page after page. At this latency the limit leaves room for some 2.6 times. */
const FASTER = 1.8;

const DAY = 86_400_000;
const run = promisify(execFile);

interface Run extends Measured {
  what: string;
  /** People in the sequence. */
  wanted: number;
  requests: number;
  /** How long as many requests take at least, by the limit for bulk work. */
  least: number;
}

/**
 * A backup of 1,000,000 people beside a client that reads page after page, at the same time, with the limits that the
 * extension keeps to and that Kit enforces; and the memory that it takes, against a backup of 10,000.
 */
export async function backup(): Promise<Part> {
  const few = await measure('in chains', FEW);
  const [many, plain] = await Promise.all([measure('in chains', MANY), measure('page after page', MANY)]);
  const growth = many.peak / few.peak;
  const pace = many.least / many.seconds;
  const runs = [few, many, plain];
  const promises = [
    {
      promise: 'everybody is read',
      measured: many.people,
      limit: MANY,
      kept: runs.every(({ people, wanted }) => people === wanted),
    },
    { promise: 'share of the pace that the limit allows', measured: pace, limit: PACE, kept: pace >= PACE },
    {
      promise: 'times faster than page after page',
      measured: plain.seconds / many.seconds,
      limit: FASTER,
      kept: plain.seconds >= FASTER * many.seconds,
    },
    {
      promise: 'times the memory for 100 times the people',
      measured: growth,
      limit: FLAT,
      kept: growth <= FLAT,
    },
  ];
  return {
    table: [
      ...runs.map(({ what, people, requests, seconds, least, peak }) => ({
        what,
        people,
        requests,
        seconds: round(seconds),
        'least by the limit, s': round(least),
        'people/s': Math.round(people / seconds),
        'peak heap, MB': round(peak / 1e6),
      })),
      ...promises.map(({ promise, measured, limit, kept }) => ({
        what: promise,
        measured: round(measured),
        limit,
        kept,
      })),
    ],
    json: [...runs, ...promises],
    kept: promises.every(({ kept }) => kept),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

/** Each with a Kit of its own, so that neither takes the other's requests. */
async function measure(how: Task['how'], people: number): Promise<Run> {
  const kit = new Kit();
  const [account] = seededKit().accounts;
  if (!account) throw new Error('No account');
  kit.accounts.push(account);
  const { id } = kit.addSequence(account, { name: 'Bench' });
  const span = 1000 * DAY;
  kit.addSubscribers(id, people, 'active', Date.now() - span, Math.floor(span / people));
  kit.settle();
  const served = await serveSlowly(kit, LATENCY);
  const folder = await mkdtemp(join(tmpdir(), 'bench-backup-'));
  try {
    const task: Task = { how, port: served.port, sequenceId: id, folder };
    const client = fileURLToPath(new URL('./backup-client.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--expose-gc', client, JSON.stringify(task)]);
    const measured: Measured = JSON.parse(stdout);
    const requests = [...served.answers.values()].reduce((sum, count) => sum + count, 0);
    const least = (requests / roomFor('oauth', 'bulk')) * (WINDOW / 1000);
    return { what: `${people} people, ${how}`, wanted: people, ...measured, requests, least };
  } finally {
    served.close();
    await rm(folder, { recursive: true });
  }
}
