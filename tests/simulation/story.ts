import { backupInMemory } from '../../utils/backup/testing/fakes.ts';
import type { Job } from '../../utils/jobs/job.ts';
import { subjectOfAddition } from '../../utils/people/addition.ts';
import { type Restore, subjectOfRestore } from '../../utils/restore/restore.ts';
import type { Review } from '../../utils/review/review.ts';
import { subjectOfSequence } from '../../utils/sequence/sequence-job.ts';
import type { Action, Press, Step } from './actions.ts';
import type { Checks } from './checks.ts';
import type { FakeKit, Held } from './kit.ts';
import type { Switches } from './switches.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** So many things happen in a step at most. */
const MANY = 400;
/** How long a message to the background takes, in ms. */
const MESSAGE = 1;

/** Whoever uses the extension, Kit and the computer. */
export class Story {
  private readonly world: World;
  private readonly checks: Checks;
  /** The review that each panel shows. */
  private readonly reviews = new Map<number, Review>();
  private readonly batches: string[] = [];
  /** In which life of the background somebody pressed start, by the subject, until that was answered. */
  private readonly starts = new Map<string, number>();
  private readonly switches: Switches;
  private edits = 0;

  constructor(world: World, checks: Checks, switches: Switches) {
    this.switches = switches;
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
        world.browser.fault = action.fault;
        world.browser.faults += 1;
        world.time.in(action.for, () => {
          world.browser.fault = null;
        });
        return;
      case 'kit':
        world.kit.fates.push({ calls: action.calls, fate: action.fate });
        return;
      case 'offline':
        world.kit.offline = true;
        world.time.in(action.for, () => {
          world.kit.offline = false;
        });
        return;
      case 'set the clock':
        world.time.skew += action.by;
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
      if (started.ok) this.checks.started(started.value, at, false);
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

  private openPanel({ panel, sequence }: { panel: number; sequence: number }): void {
    const held = this.sequence(sequence);
    if (!held) return;
    this.reviews.set(panel, this.review(held));
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
    const kind = what === 'delete, backed up' ? 'delete' : what;
    const request = { sequenceId: id, review, backUp: what === 'delete, backed up' };
    const at = this.world.time.true;
    // Whoever presses while another start is under way joins that one.
    const isAlone = this.starts.get(subject) !== this.world.lives;
    this.starts.set(subject, this.world.lives);
    this.ask(async ({ runner }) => {
      const started = await runner.start(kind, request);
      this.starts.delete(subject);
      if (started.ok) this.checks.started(started.value, at, isAlone && request.backUp);
    });
  }

  private async restore(nth: number): Promise<void> {
    const all = (await this.world.browser.backups.list()).filter(({ completedAt }) => completedAt !== null);
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
      if (started.ok) this.checks.started(started.value, at, false);
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
    const { kit, time } = this.world;
    this.edits += 1;
    const text = `Edit ${this.edits}`;
    switch (what) {
      case 'pause':
      case 'resume':
        if (what === 'pause' && !this.switches.pausedMeanwhile && this.isActivated(held)) return;
        kit.edit(held, { active: what === 'resume' });
        break;
      case 'rename':
        kit.edit(held, { name: text });
        held.isRenamed = true;
        break;
      case 'setting':
        kit.edit(held, { send_hour: this.edits % 24 });
        break;
      case 'people': {
        const id = 500 + this.edits;
        held.people.set(id, { person: kit.person(id), at: time.true });
        held.changedAt.content = time.true;
        break;
      }
      case 'email': {
        const position = held.emails.length;
        kit.addEmail(held, {
          ...{ subject: text, content: text, position },
          ...{ delay_value: 1, delay_unit: 'days' },
        });
        held.changedAt.content = time.true;
        break;
      }
      case 'rewrite': {
        const [email] = held.emails;
        if (!email) break;
        email.email.content = text;
        email.writtenAt = time.true;
        held.changedAt.content = time.true;
        break;
      }
      case 'delete':
        held.deletedAt = time.true;
    }
    held.isEdited = true;
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
    for (const name of [...browser.alarms.keys()]) {
      if (time.random('alarms').chance(0.5)) browser.alarms.delete(name);
    }
    // `onStartup`.
    this.ask(async () => undefined);
  }

  /** Whether it is resumed at Kit for people to be added, or will be. */
  private isActivated({ sequence }: Held): boolean {
    return this.rows('add people').some((row) => {
      const { step, before } = row.state as { step: string; before?: string };
      return row.subject === subjectOfAddition(sequence.id) && [step, before].includes('activating');
    });
  }

  private sequence(nth: number): Held | null {
    const { held } = this.world.kit;
    const there = held.filter(({ deletedAt }) => deletedAt === null);
    return chosen(there, nth) ?? null;
  }

  private rows(kind: string): Job[] {
    return this.world.browser.rows().filter((row) => row.kind === kind);
  }

  /** The subject of one of the jobs of a kind. */
  private nth(kind: string, nth: number): string | null {
    const subjects = [...new Set(this.rows(kind).map(({ subject }) => subject))];
    return chosen(subjects, nth) ?? null;
  }

  /**
   * The browser is started once more, and time goes on in a good world, or in one in which Kit never answers again. False
   * where nothing comes to an end.
   */
  async end(): Promise<boolean> {
    const { world } = this;
    const { kit, browser, time } = world;
    kit.fates.length = 0;
    browser.fault = null;
    world.die();
    this.ask(async () => undefined);
    const end = time.true + 60 * DAY;
    for (let things = 0; things < 30_000; things += 1) {
      if (!(await world.step(end))) return true;
      kit.offline = !kit.rules.endsWell;
      browser.fault = null;
    }
    return false;
  }
}

/** @param nth any number; negative from the last one on. */
const chosen = <T>(among: T[], nth: number): T | undefined => among.at(nth % Math.max(1, among.length));

/** What there is in the beginning: sequences of two accounts, and backups of some that were deleted. */
export async function begin({ kit, browser, time }: World): Promise<void> {
  const now = time.true;
  time.true = now - 30 * MINUTE;
  for (const [index, id] of [80, 81, 90, 91].entries()) {
    const held = kit.add(id < 90 ? 1 : 2, {
      ...{ id, name: `Sequence ${id}`, active: index !== 1, hold: false, repeat: index === 2 },
      ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
    });
    for (let email = 0; email <= index; email += 1) {
      const { email: written } = kit.addEmail(held, emailAt(email, `Email ${email} of ${id}`));
      written.published = email !== 1;
    }
    for (let person = 1; person <= 2 * index; person += 1) {
      held.people.set(person, { person: kit.person(person), at: time.true });
    }
  }
  const backedUp = [
    { id: 70, account: 1, people: 3, repeat: false },
    { id: 71, account: 1, people: 26, repeat: true },
    { id: 72, account: 2, people: 26, repeat: false },
  ];
  for (const one of backedUp) {
    const contents = contentsOf(kit, one);
    const account = kit.accounts.find(({ id }) => id === one.account);
    if (!account) throw new Error('No such account');
    const reader = await backupInMemory(contents, {
      ...{ id: `00000000-0000-4000-8000-0000000000${one.id}`, account },
      ...{ startedAt: now - MINUTE, completedAt: now, deletedAt: now },
    });
    const parts = [];
    for await (const part of reader.parts()) parts.push(part);
    await browser.backups.write(reader.backup, null, parts);
  }
  time.true = now;
}

const emailAt = (position: number, content: string) => ({
  ...{ subject: 'Twin', preview_text: null, content, position },
  ...{ delay_value: 30, delay_unit: 'days' as const },
});

/** A sequence that Kit does not hold any more. */
function contentsOf(kit: FakeKit, { id, people, repeat }: { id: number; people: number; repeat: boolean }) {
  const everybody = Array.from({ length: people }, (_, index) => kit.person(index + 1));
  return {
    sequence: {
      ...{ id, name: `Deleted ${id}`, active: true, updated_at: 'then', hold: false, repeat },
      ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
    },
    emails: [0, 1].map((position) => ({
      ...emailAt(position, `Email ${position} of ${id}`),
      ...{ id: 10 * id + position, published: position === 0 },
    })),
    names: [],
    references: { excludedFrom: [], whole: true },
    people: [everybody.slice(0, 20), everybody.slice(20)].filter((some) => some.length > 0),
  };
}
