import type { BackupReader } from '../../utils/backup/backup.ts';
import { touchedBy } from '../../utils/due.ts';
import { jobKinds } from '../../utils/job-kinds.ts';
import type { Job, JobDefinition } from '../../utils/jobs/job.ts';
import { createRunner } from '../../utils/jobs/runner.ts';
import { type Addition, subjectOfAddition } from '../../utils/people/addition.ts';
import { groupsIn } from '../../utils/people/definition.ts';
import { type Restore, subjectOfRestore } from '../../utils/restore/restore.ts';
import { createSequenceLists } from '../../utils/retire/lists.ts';
import { createReviewCache } from '../../utils/review/session-cache.ts';
import { createBackups } from '../../utils/sequence/backups.ts';
import type { Watch } from '../../utils/watch/watch.ts';
import { Browser } from './browser.ts';
import { Downloads } from './downloads.ts';
import { asking, FakeKit, type Rules } from './kit.ts';
import { apiOf } from './kit-api.ts';
import { forever, type Life } from './life.ts';
import { Time } from './time.ts';

type AnyDefinition = JobDefinition<Job, unknown, { event: string }, unknown, unknown>;
type Kinds = ReturnType<typeof jobKinds>;

/** The rules of each kind, which need nothing of the world. */
const RULES = jobKinds({
  kit: forever as never,
  pageAccount: forever,
  countdown: forever,
  backups: forever as never,
  saves: forever as never,
  accounts: forever,
  openBackup: forever,
  latestRestore: forever,
  listSequences: forever,
  remind: forever,
  watches: forever,
  tellOfWatch: forever,
  additions: { latest: forever, outcomes: forever },
}) as unknown as Record<string, AnyDefinition>;

export function rulesOf({ kind }: Pick<Job, 'kind'>): AnyDefinition {
  const rules = RULES[kind];
  if (!rules) throw new Error(`No such kind of job: ${kind}`);
  return rules;
}

export const hasEnded = (job: Job): boolean => rulesOf(job).hasEnded(job);
export const isAtRest = (job: Job): boolean =>
  hasEnded(job) || (rulesOf(job).rest(job) === 'person' && job.wish === null);

/** What a page follows. Its port ends with the background, and is opened again. */
interface Page {
  subject: string;
  leave: (() => void) | null;
}

/** How long a page takes to notice that its port has ended, in ms. */
const NOTICE = 50;

/** The extension's own jobs on a browser, a Kit and a clock that are all simulated. */
export class World {
  readonly time: Time;
  readonly browser: Browser;
  readonly kit: FakeKit;
  readonly downloads: Downloads;
  /** Told of each row that a page is told of. */
  onTold: (row: Job) => void = () => undefined;
  onDeath: () => void = () => undefined;
  lives = 0;
  deaths = 0;
  private living: (Life & { extension: Extension }) | null = null;
  private readonly pages = new Map<string, Page>();

  constructor(seed: string, rules: Rules) {
    this.time = new Time(seed);
    this.browser = new Browser(this.time, (job) => !hasEnded(job), rules.storageSlowness);
    this.kit = new FakeKit(this.time, rules);
    this.downloads = new Downloads(this.time, rules.savesFiles);
  }

  /** The browser starts the background whenever something is wanted of it. */
  background(): Extension {
    if (this.living) return this.living.extension;
    const life = { isDead: false };
    this.lives += 1;
    const extension = this.extensionOf(life);
    this.living = Object.assign(life, { extension });
    return extension;
  }

  /** The background dies, wherever it is. */
  die(): void {
    const { living } = this;
    if (!living) return;
    this.deaths += 1;
    this.onDeath();
    this.living = null;
    this.browser.die(living);
    for (const page of this.pages.values()) {
      page.leave = null;
      this.time.in(NOTICE, () => this.follow(page));
    }
  }

  open(name: string, subject: string): void {
    this.close(name);
    const page: Page = { subject, leave: null };
    this.pages.set(name, page);
    this.follow(page);
  }

  /** Gives what it followed. */
  close(name: string): string | null {
    const page = this.pages.get(name);
    if (!page) return null;
    this.pages.delete(name);
    page.leave?.();
    return page.subject;
  }

  pageNames(): string[] {
    return [...this.pages.keys()];
  }

  /** Lets the next thing happen, an alarm too. False where nothing is to come by `end`. */
  async step(end: number): Promise<boolean> {
    const { time, browser } = this;
    const alarm = browser.nextAlarm();
    if (!alarm || alarm.at > end || (time.next() ?? Infinity) < alarm.at) return time.step(end);
    time.true = alarm.at;
    time.happened += 1;
    browser.ring(alarm.name);
    this.background()
      .runner.wake(alarm.name)
      .catch(() => undefined);
    await time.settle();
    return true;
  }

  private follow(page: Page): void {
    if (page.leave || ![...this.pages.values()].includes(page)) return;
    page.leave = this.background().runner.follow(page.subject, (row) => this.onTold(row));
  }

  private extensionOf(life: Life) {
    const deps = this.browser.deps(life);
    const { journal, store, session, now, sleep } = deps;
    const kit = (account: number) => apiOf(this.kit, account, life);
    const openBackup = (id: string): Promise<BackupReader | null> => store.open(id);
    const kinds = jobKinds({
      kit,
      pageAccount: async () => null,
      countdown: async () => 5_000,
      saves: this.downloads.savesOf(life),
      backups: createBackups({ store, kit, requestsPerMinute: async () => 120, now, sleep }),
      accounts: async () => this.kit.accounts,
      openBackup,
      latestRestore: async (id) => (await journal.latest(subjectOfRestore(id))) as Restore | null,
      listSequences: createSequenceLists({ kit, now }),
      remind: async () => undefined,
      watches: async () =>
        (await journal.newest(null, 1000)).filter(({ kind }) => kind === 'watch') as Watch[],
      tellOfWatch: async () => undefined,
      additions: {
        latest: async (id) => (await journal.latest(subjectOfAddition(id))) as Addition | null,
        outcomes: (id, after) => journal.items(id, after),
      },
    });
    const runner = createRunner(observed(kinds), {
      ...deps,
      written: (job) => {
        for (const touched of touchedBy(job)) runner.wish(touched, 'touched').catch(() => undefined);
      },
    });
    return { runner, reviews: createReviewCache(session), groups: (id: string) => groupsIn(openBackup, id) };
  }
}

export type Extension = ReturnType<World['extensionOf']>;

/** The same kinds; Kit knows for which job it is asked. */
function observed(kinds: Kinds): Kinds {
  const all = Object.entries(kinds as unknown as Record<string, AnyDefinition>);
  return Object.fromEntries(
    all.map(([kind, definition]) => [
      kind,
      {
        ...definition,
        work: (job, context, tools) =>
          asking.run({ job: job.id }, () => definition.work(job, context, tools)),
      } satisfies AnyDefinition,
    ]),
  ) as unknown as Kinds;
}
