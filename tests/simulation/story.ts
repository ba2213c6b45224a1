import type { Job } from '../../utils/jobs/job.ts';
import { subjectOfAddition } from '../../utils/people/addition.ts';
import { type Restore, subjectOfRestore } from '../../utils/restore/restore.ts';
import { subjectOfRetirement } from '../../utils/retire/retirement.ts';
import { type Look, type Review, reviewOf } from '../../utils/review/review.ts';
import { subjectOfSequence } from '../../utils/sequence/sequence-job.ts';
import { subjectOfWatch } from '../../utils/watch/watch.ts';
import type { Action, Press, Step } from './actions.ts';
import type { Checks } from './checks.ts';
import { edit } from './edits.ts';
import type { Held } from './kit.ts';
import type { World } from './world.ts';

const DAY = 24 * 60 * 60_000;
/** What rests for days is ended by these. */
const ENDS = ['remove', 'stop'];
/** So many things happen in a step at most. */
const MANY = 400;
/** How long a message to the background takes, in ms. */
const MESSAGE = 1;

/** The start of a job, in which life of the background it arrived, and whether no other came while it was under way. */
interface Start {
  life: number;
  isAlone: boolean;
}

/** Whoever uses the extension, Kit and the computer. */
export class Story {
  private readonly world: World;
  private readonly checks: Checks;
  /** The review that each panel shows. */
  private readonly reviews = new Map<number, Review>();
  private readonly batches: string[] = [];
  /** Those that were not answered yet, by the subject. */
  private readonly starts = new Map<string, Start[]>();
  private edits = 0;

  constructor(world: World, checks: Checks) {
    this.world = world;
    this.checks = checks;
  }

  async play({ after, action }: Step): Promise<void> {
    const { time } = this.world;
    const end = time.true + after.ms;
    if (after.step) await this.until(after.step, end);
    for (let things = 0; things < after.things; things += 1) if (!(await this.world.step(end))) break;
    await this.act(action);
    await time.settle();
  }

  /** Until a job comes to this step, or so much has happened that none will. */
  private async until(step: string, end: number): Promise<void> {
    const { checks } = this;
    const before = checks.entered(step);
    for (let things = 0; things < MANY; things += 1) {
      if (checks.entered(step) > before) return;
      if (!(await this.world.step(end))) return;
    }
  }

  private async act(action: Action): Promise<void> {
    const { world } = this;
    switch (action.do) {
      case 'open panel':
        return this.openPanel(action);
      case 'close panel': {
        const subject = world.close(`panel ${action.panel}`);
        if (subject) this.checks.wishes.closed(subject);
        return;
      }
      case 'press':
        return this.press(action.panel, action.what);
      case 'restore':
        return this.restore(action.backup);
      case 'of restore':
        return this.wish(this.nth('restore', action.restore), action.wish);
      case 'add people':
        return this.addPeople(action);
      case 'of people':
        return this.wish(this.nth('add people', action.addition), action.wish);
      case 'batch':
        return this.batch(action);
      case 'of batch':
        return this.wish(this.nth('batch', action.batch), action.wish);
      case 'of retirement':
        return this.want(this.nth('retire', action.retirement), action.wish);
      case 'of watch':
        return this.want(this.nth('watch', action.watch), action.wish);
      case 'close manager':
        for (const name of world.pageNames()) if (name.startsWith('manager')) world.close(name);
        return;
      case 'online':
        this.ask((background) => background.runner.resume());
        return;
      case 'edit':
        return this.edit(action);
      case 'crash':
        return world.die();
      case 'restart the browser':
        return this.restartBrowser();
      case 'storage':
        world.browser.storage.begin(action.fault);
        world.time.in(action.for, () => {
          world.browser.storage.fault = null;
        });
        return;
      case 'kit':
        world.kit.network.fates.push({ calls: action.calls, fate: action.fate });
        return;
      case 'offline':
        world.kit.network.offline = true;
        world.time.in(action.for, () => {
          world.kit.network.offline = false;
        });
        return;
      case 'set the clock':
        world.time.set(action.by);
        return;
      case 'sleep':
        return world.time.sleep(action.for);
    }
  }

  /** A page sends a message; the background may die before it answers. */
  private ask<T>(message: (background: ReturnType<World['background']>) => Promise<T>): void {
    this.world.time.in(MESSAGE, () => {
      message(this.world.background()).catch(() => undefined);
    });
  }

  private start(name: string, subject: string, kind: string, request: unknown): void {
    this.world.open(name, subject);
    const at = this.world.time.true;
    this.ask(async ({ runner }) => {
      const started = await runner.start(kind as 'batch', request as never);
      if (started.ok) this.checks.started(started.value, at);
    });
  }

  private wish(subject: string | null, wanted: string): void {
    if (!subject) return;
    this.ask(async ({ runner }) => {
      const press = this.checks.wishes.wishes(subject, wanted);
      await runner.wish(subject, wanted).then(
        () => this.checks.wishes.wished(press),
        () => this.checks.wishes.unheard(press),
      );
    });
  }

  /** The same of what rests for days. Only what ends it means nothing any more once it was heard. */
  private want(subject: string | null, wanted: string): void {
    if (subject && ENDS.includes(wanted)) this.wish(subject, wanted);
    else if (subject) this.ask(({ runner }) => runner.wish(subject, wanted));
  }

  private openPanel({ panel, sequence }: { panel: number; sequence: number }): void {
    const held = this.sequence(sequence);
    if (!held) return;
    const review = this.review(held);
    this.reviews.set(panel, review);
    this.ask(({ reviews }) => reviews.keep(lookOf(review)));
    const name = `panel ${panel}`;
    const left = this.world.close(name);
    if (left) this.checks.wishes.closed(left);
    this.world.open(name, subjectOfSequence(held.sequence.id));
  }

  /** What a person sees of a sequence. */
  private review(held: Held): Review {
    const { kit, time } = this.world;
    const account = kit.accounts.find(({ id }) => id === held.account);
    if (!account) throw new Error('No such account');
    const active = [...held.people.values()].filter(({ person }) => person.state === 'active');
    const published = held.emails.filter(({ email }) => email.published).length;
    return {
      ...{ id: crypto.randomUUID(), at: time.now(), account, pageAccountId: account.id },
      sequence: kit.sequenceOf(held),
      activeSubscribers: { known: true, value: active.length },
      allSubscribers: null,
      emails: { known: true, value: { published, drafts: held.emails.length - published } },
    };
  }

  private press(panel: number, what: Press): void {
    const review = this.reviews.get(panel);
    if (!review || !this.world.pageNames().includes(`panel ${panel}`)) return;
    const { id } = review.sequence;
    const subject = subjectOfSequence(id);
    if (what === 'cancel') {
      this.wish(subject, 'cancel');
      return;
    }
    if (what === 'retire' || what === 'watch') {
      const of = what === 'retire' ? subjectOfRetirement(id) : subjectOfWatch(id);
      this.start(`manager ${of}`, of, what, { sequenceId: id, review, days: 7, notify: false });
      return;
    }
    const kind = what === 'delete, backed up' ? 'delete' : what;
    const backUp = what === 'delete, backed up';
    const at = this.world.time.true;
    this.ask(async ({ runner, reviews }) => {
      const start = this.arrived(subject);
      const kept = await reviews.find(review.id).catch(() => null);
      const based = kept && reviewOf(kept);
      const started = await runner.start(kind, { sequenceId: id, review: based, backUp });
      const { isAlone } = start;
      this.starts.set(
        subject,
        this.startsOf(subject).filter((one) => one !== start),
      );
      if (started.ok) this.checks.started(started.value, at, isAlone && backUp, isAlone ? review.id : null);
    });
  }

  /** A start arrives. While another is under way, one of them joins the other. */
  private arrived(subject: string): Start {
    const { lives } = this.world;
    const others = this.startsOf(subject).filter(({ life }) => life === lives);
    for (const other of others) other.isAlone = false;
    const start = { life: lives, isAlone: others.length === 0 };
    this.starts.set(subject, [...others, start]);
    return start;
  }

  private startsOf = (subject: string): Start[] => this.starts.get(subject) ?? [];

  private async restore(nth: number): Promise<void> {
    const all = (await this.world.browser.storage.backups.list()).filter(
      ({ completedAt }) => completedAt !== null,
    );
    const backup = chosen(all, nth);
    if (!backup) return;
    const { id: backupId, account } = backup;
    const subject = subjectOfRestore(backupId);
    this.start(`manager ${subject}`, subject, 'restore', { backupId, accountId: account.id });
  }

  private addPeople({ restore: nth, group }: { restore: number; group: 'start' | 'midway' }): void {
    const done = this.rows('restore').filter(({ state }) => state.step === 'done') as Restore[];
    const { backupId, made } = chosen(done, nth) ?? {};
    if (!backupId || !made) return;
    const { sequenceId } = made;
    const subject = subjectOfAddition(sequenceId);
    this.world.open(`manager ${subject}`, subject);
    const at = this.world.time.true;
    this.ask(async (background) => {
      const groups = await background.groups(backupId);
      if (!groups.ok) return;
      const people = groups.value[group];
      const started = await background.runner.start('add people', { backupId, sequenceId, group, people });
      if (started.ok) this.checks.started(started.value, at);
    });
  }

  private batch({ kind, sequences, backUp }: Extract<Action, { do: 'batch' }>): void {
    const held = [...new Set(sequences.map((nth) => this.sequence(nth)))].filter((one) => one !== null);
    const jobs = held.map((one) => {
      const review = this.review(one);
      return { kind, request: { sequenceId: review.sequence.id, review, backUp } };
    });
    const batchId = crypto.randomUUID();
    this.batches.push(batchId);
    const subject = `batch/${batchId}`;
    this.start(`manager ${subject}`, subject, 'batch', { batchId, jobs });
  }

  private edit({ sequence, what }: Extract<Action, { do: 'edit' }>): void {
    const held = this.sequence(sequence);
    if (!held) return;
    this.edits += 1;
    edit(this.world.kit, held, what, this.edits);
  }

  /** All pages and the background end, and some alarms are lost. */
  private restartBrowser(): void {
    const { world } = this;
    const { browser, time } = world;
    for (const name of world.pageNames()) {
      const subject = world.close(name);
      if (subject && name.startsWith('panel')) this.checks.wishes.closed(subject);
    }
    world.die();
    browser.lostAlarms = true;
    browser.storage.session.clear();
    for (const name of [...browser.alarms.keys()]) {
      if (time.random('alarms').chance(0.5)) browser.alarms.delete(name);
    }
    // `onStartup`.
    this.ask(async () => undefined);
  }

  private sequence(nth: number): Held | null {
    const { held } = this.world.kit;
    const there = held.filter(({ deletedAt }) => deletedAt === null);
    return chosen(there, nth) ?? null;
  }

  private rows(kind: string): Job[] {
    return this.world.browser.storage.rows().filter((row) => row.kind === kind);
  }

  /** The subject of one of the jobs of a kind. */
  private nth(kind: string, nth: number): string | null {
    const subjects = [...new Set(this.rows(kind).map(({ subject }) => subject))];
    return chosen(subjects, nth) ?? null;
  }

  /**
   * The browser is started once more, and time goes on in a good world, or in one in which Kit never answers again and the
   * clock is set once more. False where nothing comes to an end.
   */
  async end(): Promise<boolean> {
    const { world } = this;
    const { kit, browser, time } = world;
    kit.network.fates.length = 0;
    browser.storage.fault = null;
    world.die();
    if (!kit.rules.endsWell) time.set(time.random('end').pick([-2 * DAY, 0, 2 * DAY]));
    this.ask(async () => undefined);
    // What rests for days goes on resting until somebody ends it.
    if (!(await this.goOn(time.true + 9 * DAY))) return false;
    this.checks.stillRests();
    for (const { subject, kind, state } of browser.storage.rows()) {
      const isOpen = state.step !== 'ended' && state.step !== 'not paused' && state.step !== 'failed';
      if (isOpen && kind === 'retire') this.wish(subject, 'remove');
      if (isOpen && kind === 'watch') this.wish(subject, 'stop');
    }
    return this.goOn(time.true + 60 * DAY);
  }

  /** False where too much happens until then. */
  private async goOn(end: number): Promise<boolean> {
    const { world } = this;
    const { kit, browser } = world;
    for (let things = 0; things < 30_000; things += 1) {
      if (!(await world.step(end))) return true;
      kit.network.offline = !kit.rules.endsWell;
      browser.storage.fault = null;
    }
    return false;
  }
}

const lookOf = (review: Review): Look => ({
  ...review,
  schedule: null,
  references: { excludedFrom: [], whole: true },
  automations: null,
  rules: null,
});

/** @param nth any number; negative from the last one on. */
const chosen = <T>(among: T[], nth: number): T | undefined => among.at(nth % Math.max(1, among.length));
