import type { Batch } from '../../utils/jobs/batch.ts';
import type { Job } from '../../utils/jobs/job.ts';
import type { Sequence } from '../../utils/kit/shapes.ts';
import { outcomeOf, type Restore } from '../../utils/restore/restore.ts';
import type { SequenceRequest } from '../../utils/sequence/definition.ts';
import type { SequenceJob } from '../../utils/sequence/sequence-job.ts';
import { MOST_LOOKS_A_DAY } from '../../utils/watch/looks.ts';
import type { Watch } from '../../utils/watch/watch.ts';
import { missingIn } from './backed-up.ts';
import { History, isOfSequence, short } from './history.ts';
import { type Effect, LAG } from './kit.ts';
import { Truth } from './truth.ts';
import { Wishes } from './wishes.ts';
import { hasEnded, isAtRest, type World } from './world.ts';

/** In the step on the right the journal says that Kit is asked for what stands on the left. */
const ANNOUNCED: Record<string, string[]> = {
  setActive: ['sending', 'activating'],
  deleteSequence: ['sending', 'deleting', 'removing twin'],
  deleteEmail: ['removing email'],
  createSequence: ['creating'],
  createEmail: ['writing'],
  updateEmail: ['publishing'],
  updateSequence: ['naming'],
  addSubscriber: ['sending'],
};
/** Not sent again after a lost reply before the journal says what was seen at Kit. */
const ONCE = ['createSequence', 'createEmail', 'deleteSequence', 'deleteEmail'];
const ANNOUNCING = new Set(Object.values(ANNOUNCED).flat());
/** In ms. */
const SOON = 1_000;
const DAY = 24 * 60 * 60_000;
/** So many looks that told nothing come before it is said that nobody knows, whatever the clock shows. */
const LOOKS = 6;

/** Watches a world all the time, and says what went against the promises. */
export class Checks {
  readonly history: History;
  readonly wishes: Wishes;
  /** How often jobs of each kind came to each step. */
  readonly steps = new Map<string, number>();
  private readonly truth: Truth;
  private readonly byStep = new Map<string, number>();
  /** When each job was written last, and how many troubles there had been. */
  private readonly rests = new Map<string, { at: number; troubles: number }>();

  /** What of this each job sent since its row was last written. */
  private readonly sent = new Map<string, string[]>();
  /** How often a look at Kit told each job nothing. */
  private readonly looksInVain = new Map<string, number>();
  /** How often each job asked Kit to make a sequence active or to pause it. */
  private readonly switched = new Map<string, number>();
  /** When each account was looked at for its watches within the last day. */
  private readonly looks = new Map<number, number[]>();

  constructor(world: World) {
    this.history = new History(world);
    this.wishes = new Wishes(this.history);
    this.truth = new Truth(this.history);
    world.browser.storage.onWritten = (row, before) => this.written(row, before);
    world.onTold = (row) => this.truth.isTrue(row);
    world.onDeath = () => this.death();
    world.browser.onRing = (name) => this.rang(name);
    world.kit.onAsked = (job, call, sequence) => this.kitAsked(job, call, sequence);
    world.kit.onRead = (job, call) => this.kitRead(job, call);
    world.kit.onEffect = (effect) => this.kitDid(effect);
  }

  /** Empty as long as all is well. */
  get violations(): string[] {
    return this.history.violations;
  }

  private written(row: Job, before: Job | undefined): void {
    if (!before) this.history.begun.set(row.id, this.history.world.time.true);
    this.wishes.written(row, before);
    this.sent.delete(row.id);
    this.rests.set(row.id, { at: this.history.world.time.true, troubles: this.troubles() });
    if (!hasEnded(row)) {
      const open = this.history.world.browser.storage
        .rows()
        .filter((one) => one.subject === row.subject && !hasEnded(one));
      if (open.length > 1) this.history.violate('Two jobs are open on one subject', open.map(short));
    }
    const isNew =
      ANNOUNCING.has(row.state.step) && JSON.stringify(row.state) !== JSON.stringify(before?.state);
    // One that is whole is not stopped any more, and copies of it are removed all the same.
    const isWhole = row.kind === 'restore' && outcomeOf((row as Restore).state) !== null;
    if (isNew && !isWhole && this.wishes.isStopped(row.id))
      this.history.violate('A wish was forgotten', short(row));
    if (row.state.step !== before?.state.step) {
      this.history.entered.set(`${row.id} ${row.state.step}`, this.history.world.time.true);
      this.byStep.set(row.state.step, this.entered(row.state.step) + 1);
      const step = `${row.kind}: ${row.state.step}`;
      this.steps.set(step, (this.steps.get(step) ?? 0) + 1);
    }
    if (isOfSequence(row)) this.isNotGivenUpSoon(row);
    this.truth.isTrue(row);
    if (row.kind === 'watch') this.truth.isClear(row as Watch);
  }

  private isNotGivenUpSoon(row: SequenceJob): void {
    const { state, id } = row;
    const looks = this.looksInVain.get(id) ?? 0;
    if (state.step === 'settling' && state.look) this.looksInVain.set(id, looks + 1);
    if (state.step === 'failed' && state.effect === 'unknown' && looks < LOOKS)
      this.history.violate('Given up by a clock', { looks, ...short(row) });
  }

  /** How often any job came to a step. */
  entered = (step: string): number => this.byStep.get(step) ?? 0;

  /**
   * A start was answered with this job.
   *
   * @param at when a person pressed, by the clock that is true.
   * @param shown the review that the person saw then.
   */
  started({ id, kind }: Job, at: number, backUp = false, shown: string | null = null): void {
    const row = this.history.row(id);
    if (!row) this.history.violate('A job that was told is not in the journal', { id, kind });
    const isOwn = row?.parent === null && (this.history.begun.get(id) ?? 0) > at;
    // Without a review it is refused.
    if (!row || !isOwn || !isOfSequence(row) || !row.review) return;
    if (row.kind === 'delete' && backUp && row.backupId === null)
      this.history.violate('A backup that was asked for is not made', short(row));
    if (shown === null) return;
    if (row.review.id !== shown)
      this.history.violate('It is based on a review that was not shown', short(row));
  }

  private kitAsked(id: string | null, call: string, sequence: number | null): void {
    const row = this.history.row(id);
    if (!row || id === null) {
      this.history.violate('Kit was asked by nobody', { call, sequence });
      return;
    }
    this.history.asked.add(id);
    if (!ANNOUNCED[call]?.includes(row.state.step)) {
      this.history.violate('Kit was asked before the journal said so', { call, ...short(row) });
    }
    if (this.wishes.isCalledOff(id)) this.history.violate('A wish was forgotten', { call, ...short(row) });
    if (ONCE.includes(call)) {
      const sent = this.sent.get(id) ?? [];
      if (sent.includes(call))
        this.history.violate('Kit was asked again without a look', { call, ...short(row) });
      this.sent.set(id, [...sent, call]);
    }
    if (call === 'setActive') {
      const times = (this.switched.get(id) ?? 0) + 1;
      this.switched.set(id, times);
      if (times > this.wishes.pressed(id))
        this.history.violate('Asked to be active or paused again without a press', short(row));
    }
    if (call === 'deleteSequence') this.mayDelete(row, sequence);
  }

  /** Whatever is watched in an account, it is looked at so often a day at most. A clock that is set ahead ends a day early. */
  private kitRead(id: string | null, call: string): void {
    const row = this.history.row(id);
    if (row?.kind !== 'watch' || call !== 'emails') return;
    const { time } = this.history.world;
    const account = (row as Watch).review.account.id;
    const day = [...(this.looks.get(account) ?? []), time.true].filter((at) => at > time.true - DAY);
    this.looks.set(account, day);
    if (day.length > MOST_LOOKS_A_DAY * (1 + time.sets))
      this.history.violate('Looked at too often', { looks: day.length, ...short(row) });
  }

  /** What rests for days has said until when, and whose day has come was looked at. */
  stillRests(): void {
    const { browser, time } = this.history.world;
    for (const row of browser.storage.rows()) {
      if ((row.kind !== 'retire' && row.kind !== 'watch') || hasEnded(row)) continue;
      const lookAt = 'lookAt' in row.state ? Number(row.state.lookAt) : null;
      const isAtWork =
        time.true - (this.history.entered.get(`${row.id} ${row.state.step}`) ?? 0) < 60 * 60_000;
      if (lookAt === null ? !isAtWork : lookAt < time.now() - 2 * 60_000)
        this.history.violate('It does not say why it waits', short(row));
    }
  }

  private mayDelete(row: Job, sequence: number | null): void {
    const held = this.history.world.kit.find(sequence ?? 0);
    if (isOfSequence(row)) {
      if (row.backupId !== null) this.history.look(this.isBackedUp(row, row.backupId));
      const list = this.history.row(row.parent?.id ?? null) as Batch | undefined;
      const wanted = list?.jobs[row.parent?.place ?? 0]?.request as SequenceRequest | undefined;
      if (wanted?.backUp && row.backupId === null)
        this.history.violate('Deleted without its backup', short(row));
      if (
        held &&
        row.review &&
        held.changedAt.settings < (this.history.entered.get(`${row.id} checking`) ?? 0)
      ) {
        const gist = ({ name, active, send_hour }: Sequence) => JSON.stringify([name, active, send_hour]);
        const isSame = gist(held.sequence) === gist(row.review.sequence);
        if (!isSame)
          this.history.violate('Deleted though it was changed', { ...short(row), held: held.sequence });
      }
    } else if (held) {
      const { content } = held.changedAt;
      const since = (this.history.entered.get(`${row.id} inspecting`) ?? 0) - LAG;
      if (content > 0 && content < since)
        this.history.violate('An undo removes what somebody changed', short(row));
    }
  }

  private async isBackedUp(row: SequenceJob, backupId: string): Promise<void> {
    const held = this.history.world.kit.find(row.sequenceId);
    const reader = await this.history.world.browser.storage.backups.open(backupId);
    const { completedAt, deletedAt, deletingAt, sequence } = reader?.backup ?? {};
    if (
      !reader ||
      completedAt == null ||
      (deletingAt ?? deletedAt) == null ||
      sequence?.id !== row.sequenceId
    ) {
      this.history.violate('Deleted without its backup', { backup: reader?.backup, ...short(row) });
    } else if (held) {
      const missing = await missingIn(reader, held, this.history.entered.get(`${row.id} checking`) ?? 0);
      if (missing.length > 0) this.history.violate('Deleted with a backup that is not whole', missing);
    }
  }

  private kitDid(effect: Effect): void {
    const { job: id, what, sequence, of } = effect;
    const row = this.history.row(id);
    if (!row || id === null) {
      this.history.violate('Something was done for nobody', effect);
      return;
    }
    this.history.add(id, effect);
    const all = this.history.did(id);
    const same = all.filter((one) => one.what === what && one.sequence === sequence && one.of === of);
    const held = this.history.world.kit.find(sequence);
    const who = { ...effect, ...short(row) };
    if (what === 'create') {
      // One that somebody renamed or deleted cannot be found.
      if (
        !effect.isTwin &&
        this.history.made(id).filter((one) => !one.isRenamed && !(one.isEdited && one.deletedAt !== null))
          .length > 1
      ) {
        this.history.violate('A second sequence was made', who);
      }
    } else if (what === 'active') {
      if (all.filter((one) => one.what === 'active').length > this.wishes.pressed(id)) {
        this.history.violate('Active or paused again without a press', who);
      }
    } else if (same.length > 1 && what !== 'name' && !effect.isTwin)
      this.history.violate('It took effect twice', who);
    if (what === 'delete') {
      const isOwn = isOfSequence(row)
        ? row.kind === 'delete' && row.sequenceId === sequence
        : held?.by === id;
      if (!isOwn) this.history.violate('Something else was deleted', who);
      const { downloads } = this.history.world;
      const backupId = isOfSequence(row) ? row.backupId : null;
      if (downloads.wanted && backupId !== null && !downloads.isWhole(backupId))
        this.history.violate('It was deleted before its file was whole', who);
    }
    this.truth.changedNothing(row);
  }

  /** Whatever the background left can be woken again. */
  private death(): void {
    const { browser } = this.history.world;
    const asleep = browser.storage
      .rows()
      .filter((row) => !isAtRest(row) && !browser.alarms.has(`job/${row.id}`));
    if (asleep.length === 0) browser.lostAlarms = false;
    else if (!browser.lostAlarms) this.history.violate('Nothing would wake it', asleep.map(short));
  }

  /** How often something came between the background and its work. */
  private troubles(): number {
    const { deaths, time, browser } = this.history.world;
    return deaths + time.sleeps + browser.storage.faults;
  }

  /** An alarm of what is at rest is cleared as soon as it is, unless something comes between. */
  private rang(name: string): void {
    const { time, browser } = this.history.world;
    const row = this.history.row(name.replace('job/', ''));
    const rest = row && this.rests.get(row.id);
    if (!row || !rest || !isAtRest(row) || rest.troubles !== this.troubles()) return;
    // A wish that is about to be written sets it first.
    const isOld = (browser.alarmsSet.get(name) ?? 0) <= rest.at;
    if (isOld && time.true > rest.at + SOON) this.history.violate('An alarm of nothing', short(row));
  }

  /** After the world became good and time went on. */
  async atEnd(): Promise<void> {
    const { browser } = this.history.world;
    for (const row of browser.storage.rows()) {
      const { state } = row;
      const says = 'problem' in state || state.step === 'paused';
      if (!hasEnded(row) && !(isAtRest(row) && says)) this.history.violate('It never ends', short(row));
      if (row.wish) this.history.violate('A wish was forgotten', short(row));
      this.truth.atEnd(row);
    }
    for (const name of browser.alarms.keys()) {
      const row = this.history.row(name.replace('job/', ''));
      if (!row || isAtRest(row))
        this.history.violate('An alarm of nothing', { name, row: row && short(row) });
    }
    await this.history.looked();
  }
}
