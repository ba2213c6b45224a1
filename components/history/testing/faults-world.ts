import { fetchFrom } from '../../../demo/in-process.ts';
import { SEED, seededKit } from '../../../demo/seed.ts';
import type { BackupReader } from '../../../utils/backup/backup.ts';
import { memoryStore } from '../../../utils/backup/testing/memory-store.ts';
import { jobKinds } from '../../../utils/job-kinds.ts';
import type { Job } from '../../../utils/jobs/job.ts';
import { openJournal } from '../../../utils/jobs/journal.ts';
import { createRunner } from '../../../utils/jobs/runner.ts';
import { fakeBrowser } from '../../../utils/jobs/testing/fake-browser.ts';
import { readWhole } from '../../../utils/kit/body.ts';
import type { Budget } from '../../../utils/kit/budget.ts';
import { type Authorization, createKit, type Kit } from '../../../utils/kit/client.ts';
import { type Addition, subjectOfAddition } from '../../../utils/people/addition.ts';
import { groupsIn } from '../../../utils/people/definition.ts';
import { type Restore, subjectOfRestore } from '../../../utils/restore/restore.ts';
import { BACKUP, contentsFrom, readerWith } from '../../../utils/restore/testing/fakes.ts';
import { fail, ok } from '../../../utils/result.ts';
import { createSequenceLists } from '../../../utils/retire/lists.ts';
import { createReviewCache } from '../../../utils/review/session-cache.ts';
import { createBackups } from '../../../utils/sequence/backups.ts';
import { noSaves } from '../../../utils/sequence/testing/fakes.ts';
import { emptyIndexedDB } from '../../../utils/storage/testing/indexed-db.ts';
import { fakeSessionArea } from '../../../utils/storage/testing/session-area.ts';
import type { Watch } from '../../../utils/watch/watch.ts';
import type { Fault } from './faults.ts';

export const account = { id: SEED.account, name: 'Juniper Street Letters' };
export const PEOPLE = 12;

const signedIn: Authorization = {
  header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }),
  renew: async () => fail({ kind: 'unauthorized', credential: 'api key' }),
};
const budget: Budget = { turn: async () => ok(null), refused: () => undefined };
const forever = () => new Promise<never>(() => undefined);

/** Where a fault strikes: in a step, all of its requests, or those whose address is like this. */
export interface Place {
  step: string;
  url?: RegExp;
  /** None whose address is like this. */
  but?: RegExp;
  /** The reply to what is sent in this step is lost, so that there is something to look after. */
  lostIn?: string;
}

export type FaultsWorld = ReturnType<ReturnType<typeof faultsKit>['setUp']>;

/** One embedded Kit, in which each world begins with what there was in the beginning. */
export function faultsKit() {
  const held = seededKit();
  const violations: string[] = [];
  const serve = fetchFrom(held, violations);
  // Limits are another test's subject.
  held.limits.key = 1e6;
  let leave = () => undefined as unknown;
  let reader: BackupReader | null = null;
  const made = () =>
    (held.account(SEED.account)?.sequences ?? []).filter(({ id, deleted }) => id > 9000 && !deleted);

  /** Kit with this fault at this place, and the extension's own code on it. */
  function setUp(fault: Fault, place: Place, { isOnce = false, isSessionFull = false } = {}) {
    // What is left of the world before must not go on in this one.
    leave();
    const database = emptyIndexedDB();
    for (const id of [SEED.welcome, SEED.paused]) {
      const sequence = held.sequence(id);
      sequence.deleted = false;
      sequence.settings.active = id !== SEED.paused;
    }
    for (const one of made()) one.deleted = true;
    let at = 'review';
    let struck = false;
    const strikes = ({ url }: Request) =>
      at === place.step && place.url?.test(url) !== false && !place.but?.test(url) && !(isOnce && struck);
    async function fetch(request: Request): Promise<Response> {
      const obey = () => serve(request.clone());
      if (strikes(request)) {
        struck = true;
        return readWhole(await fault(obey, world), AbortSignal.any([]));
      }
      if (at === place.lostIn) {
        await obey();
        throw new TypeError('Failed to fetch');
      }
      return obey();
    }
    const kit = createKit(signedIn, { fetch, budget, sleep: async () => undefined });
    const store = memoryStore();
    const session = fakeSessionArea(isSessionFull ? 0 : undefined);
    const journal = openJournal((job) => !kinds(kit)[job.kind as 'pause'].hasEnded(job as never));
    const browser = fakeBrowser(() => false);
    leave = browser.start;
    const tellers: [subject: string, tell: (row: Job) => void][] = [];

    function kinds(ownKit: typeof kit) {
      return jobKinds({
        kit: () => ownKit,
        backups: createBackups({
          ...{ store, kit: () => ownKit, requestsPerMinute: async () => 100 },
          sleep: async () => undefined,
        }),
        saves: noSaves,
        pageAccount: async () => null,
        countdown: async () => 5_000,
        accounts: async () => [account],
        openBackup: async () => reader,
        latestRestore: async (id) => (await journal.latest(subjectOfRestore(id))) as Restore | null,
        listSequences: createSequenceLists({ kit: () => ownKit }),
        remind: async () => undefined,
        watches: async () => (await journal.open()).filter(({ kind }) => kind === 'watch') as Watch[],
        tellOfWatch: async () => undefined,
        additions: {
          latest: async (id) => (await journal.latest(subjectOfAddition(id))) as Addition | null,
          outcomes: journal.items,
        },
      });
    }
    function live() {
      const { deps, mortal } = browser.start();
      const written = async (job: Job, items?: unknown[]) => {
        if (world.isDiskFull) throw new DOMException('The disk is full', 'QuotaExceededError');
        return journal.write(job, items);
      };
      const runner = createRunner(kinds(mortal(kit)), {
        ...deps,
        journal: mortal({ ...journal, write: written }),
        now: () => world.clock,
        async sleep(ms) {
          world.clock += ms;
        },
      });
      for (const [subject, tell] of tellers) runner.follow(subject, tell);
      return runner;
    }
    const world = {
      kit,
      clock: Date.now(),
      isDiskFull: false,
      reviews: createReviewCache(session),
      closeDatabase: () => database.closeAll(),
      /** The background ends, and nobody hears of what is under way. */
      restart(): Promise<never> {
        runner = live();
        return forever();
      },
      /** Resolves with the first row of which this is true; where the extension stands is known by the rows. */
      told: (subject: string, isIt: (row: Job) => boolean) =>
        new Promise<Job>((resolve) => {
          const tell = (row: Job) => {
            at = row.state.step;
            if (isIt(row)) resolve(row);
          };
          tellers.push([subject, tell]);
          runner.follow(subject, tell);
        }),
      start: (kind: 'pause', request: unknown) => runner.start(kind, request as never),
      /** The sequence is backed up and gone. */
      async backUp() {
        reader ??= await readFrom(kit);
        held.deleteSequence(SEED.welcome);
      },
      stateOf: (id: number): string => {
        const { deleted, settings } = held.sequence(id);
        return deleted ? 'no sequence' : settings.active ? 'the sequence, active' : 'the sequence, paused';
      },
      made,
      groups: () => groupsIn(async () => reader, BACKUP),
    };
    let runner = live();
    return world;
  }
  return { held, violations, setUp };
}

async function readFrom(kit: Kit): Promise<BackupReader> {
  const contents = await contentsFrom(kit, SEED.welcome);
  return readerWith({ ...contents, people: contents.people.slice(0, PEOPLE) });
}
