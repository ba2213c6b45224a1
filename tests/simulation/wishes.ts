import type { Job, Wish } from '../../utils/jobs/job.ts';
import { type History, isOfSequence, short } from './history.ts';
import { hasEnded, isAtRest, rulesOf } from './world.ts';

/** A wish to go on, after one to stop. */
const GOES_ON = ['resume', 'retry', 'undo'];
/** In ms. */
const SOON = 5_000;

/**
 * A press that was not answered yet. `isMeant`: it meant something to the job then. `isSettled`: since then it meant
 * nothing any more, once at least. `isTakenBack`: by a later press.
 */
interface Wanted {
  subject: string;
  wish: string;
  isMeant: boolean;
  isSettled: boolean;
  isTakenBack: boolean;
}

const after = (row: Job, wish: string): Job =>
  rulesOf(row).next(row, { event: wish, wish, by: 'person', at: 0 } as never);
/** What goes on already hears a wish to go on, and nothing comes of it. */
const means = (row: Job, wish: string): boolean => after(row, wish).state !== row.state;

/** What people pressed, and whether it was forgotten. */
export class Wishes {
  private readonly history: History;
  private readonly wanted = new Set<Wanted>();
  private readonly lastPressed = new Map<string, string>();
  /** Presses that meant something: the state that each led to, by its subject and its wish. */
  private readonly meant = new Map<string, { subject: string; state: string }>();
  /** The jobs of which a cancel or a closed panel was heard before Kit was asked. */
  private readonly calledOff = new Set<string>();
  /** Those that were told to stop or pause: no step is begun for them that Kit is asked in. */
  private readonly stopped = new Set<string>();
  /** How often a person asked that a job goes on, the start too. */
  private readonly presses = new Map<string, number>();

  constructor(history: History) {
    this.history = history;
  }

  isCalledOff = (job: string): boolean => this.calledOff.has(job);
  isStopped = (job: string): boolean => this.stopped.has(job);
  pressed = (job: string): number => this.presses.get(job) ?? 0;

  /** A job was begun, or is wanted to go on. */
  goesOn(job: string): void {
    this.stopped.delete(job);
    this.presses.set(job, this.pressed(job) + 1);
  }

  written(row: Job, before: Job | undefined): void {
    if (!before) this.goesOn(row.id);
    const state = JSON.stringify(row.state);
    // What it did by itself just then is all that was wanted.
    for (const [press, led] of this.meant)
      if (led.subject === row.subject && led.state === state) this.meant.delete(press);
    for (const wanted of this.wanted) {
      if (wanted.subject === row.subject && !means(row, wanted.wish)) wanted.isSettled = true;
    }
    if (before?.wish && !row.wish) this.gone(before, before.wish, row);
  }

  /** A wish that is kept no more was obeyed, or means nothing any more. */
  gone(before: Job, { wish, by }: Wish, row: Job): void {
    const later = this.lastPressed.get(row.subject);
    const isTakenBack = later !== undefined && later !== wish && means(after(before, wish), later);
    const isMeant = this.meant.has(`${row.subject} ${wish}`);
    if (by === 'person' && isMeant && means(row, wish) && !isTakenBack) {
      this.history.violate('A wish was forgotten', { ...short(row), wanted: wish });
    }
  }

  /** A person presses a button. */
  wishes(subject: string, wish: string): Wanted {
    const row = this.history.last(subject);
    this.lastPressed.set(subject, wish);
    const isMeant = row !== undefined && means(row, wish);
    if (isMeant) {
      const state = JSON.stringify(after(row, wish).state);
      this.meant.set(`${subject} ${wish}`, { subject, state });
    } else this.meant.delete(`${subject} ${wish}`);
    const wanted = { subject, wish, isMeant, isSettled: !isMeant, isTakenBack: false };
    if (row && GOES_ON.includes(wish)) {
      this.stopped.delete(row.id);
      this.goesOn(row.id);
    }
    for (const earlier of this.wanted) {
      // What is wanted later takes back what was wanted before, where it can.
      if (row && earlier.subject === subject && means(after(row, earlier.wish), wish))
        earlier.isTakenBack = true;
    }
    this.wanted.add(wanted);
    return wanted;
  }

  /** A press was answered, but not kept. */
  unheard(wanted: Wanted): void {
    this.wanted.delete(wanted);
  }

  /** A press was heard by the background, which said so. */
  wished(wanted: Wanted): void {
    const { subject, wish, isMeant, isSettled, isTakenBack } = wanted;
    this.wanted.delete(wanted);
    if (isTakenBack) return;
    const row = this.history.last(subject);
    if (!row) return;
    const { wish: kept } = row;
    const obeyed = kept ? after(row, kept.wish) : row;
    // The same press before this one is not answered yet.
    const isTwice = [...this.wanted].some((other) => other.subject === subject && other.wish === wish);
    const isKept = isSettled || isTwice || kept?.wish === wish || !means(row, wish) || !means(obeyed, wish);
    const forget = () => this.history.violate('A wish was not kept', { ...short(row), wanted: wish });
    if (!isKept && hasEnded(row)) this.soon(row, forget);
    else if (!isKept) forget();
    if (!isMeant || GOES_ON.includes(wish)) return;
    if (wish === 'cancel') {
      if (isOfSequence(row) && !this.history.asked.has(row.id)) this.calledOff.add(row.id);
    } else if (row.kind !== 'batch' && (kept?.wish === wish || isAtRest(row))) this.stopped.add(row.id);
  }

  /** What has ended obeys as soon as its lock is free. Not where the background dies before, which is a matter of ms. */
  private soon(row: Job, forget: () => void): void {
    const { lives, time, browser } = this.history.world;
    time.in(SOON, () => {
      const isGood = this.history.world.lives === lives && browser.storage.fault === null;
      if (isGood && this.history.row(row.id) === row) forget();
    });
  }

  /** A panel was closed just now. */
  closed(subject: string): void {
    const row = this.history.last(subject);
    if (row?.attended && !hasEnded(row) && rulesOf(row).needsWatcher(row) && !this.history.asked.has(row.id))
      this.calledOff.add(row.id);
  }
}
