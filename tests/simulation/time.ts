import { createRandom, type Random } from './random.ts';

/** Whether something happens while the computer sleeps: Kit goes on, the computer does not. */
type Where = 'computer' | 'kit';

interface Happening {
  at: number;
  order: number;
  where: Where;
  run(): void;
}

/** Lets everything run that waits for nothing but its turn. */
const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * The one clock of a simulation: whatever takes time is put here and happens when its time has come. Nothing waits for
 * a real timer. Times are in ms since 1970.
 */
export class Time {
  /** What has really passed, as Kit's clock shows it. */
  true = Date.UTC(2026, 10, 23, 9, 0);
  /** How far the computer's clock is ahead. */
  skew = 0;
  /** How often somebody set that. */
  sets = 0;
  /** How long the lid was closed in all, in ms. */
  slept = 0;
  /** How often the lid was closed. */
  sleeps = 0;
  /** How many things have happened. */
  happened = 0;
  private order = 0;
  private coming: Happening[] = [];
  private readonly seed: string;
  private readonly streams = new Map<string, Random>();

  constructor(seed: string) {
    this.seed = seed;
  }

  /** Numbers of their own for each subject, so that a story with one action less is much the same otherwise. */
  random(subject: string): Random {
    const stream = this.streams.get(subject) ?? createRandom(`${this.seed} ${subject}`);
    this.streams.set(subject, stream);
    return stream;
  }

  /** What the computer's clock shows. */
  now(): number {
    return this.true + this.skew;
  }

  /** @param by in ms; ahead, or back. */
  set(by: number): void {
    this.skew += by;
    this.sets += 1;
  }

  /** A clock that nobody sets, and that stands still while the lid is closed. */
  monotonic(): number {
    return this.true - this.slept;
  }

  /** @param delay in ms. Gives what takes it back. */
  in(delay: number, run: () => void, where: Where = 'computer'): () => void {
    this.order += 1;
    const one: Happening = { at: this.true + Math.max(0, delay), order: this.order, where, run };
    const { coming } = this;
    let place = coming.length;
    // Latest first, so that the next one is the last.
    while (place > 0 && isSooner(coming[place - 1], one)) place -= 1;
    coming.splice(place, 0, one);
    return () => {
      const at = coming.indexOf(one);
      if (at >= 0) coming.splice(at, 1);
    };
  }

  /** When the next thing happens; null for never. */
  next(): number | null {
    return this.coming.at(-1)?.at ?? null;
  }

  /** Lets the next thing happen, and everything that follows at once. False where nothing is to come by `end`. */
  async step(end: number): Promise<boolean> {
    const { coming } = this;
    const one = coming.at(-1);
    if (!one || one.at > end) {
      this.true = Math.max(this.true, end);
      return false;
    }
    coming.pop();
    this.true = Math.max(this.true, one.at);
    this.happened += 1;
    one.run();
    await turns();
    return true;
  }

  settle = turns;

  /** The lid is closed for so many ms: what would have happened on the computer happens so much later. */
  async sleep(ms: number): Promise<void> {
    this.sleeps += 1;
    this.slept += ms;
    const end = this.true + ms;
    const of = (where: Where) => this.coming.filter((one) => one.where === where);
    const later = of('computer');
    this.coming = of('kit');
    for (const one of later) one.at += ms;
    while (await this.step(end));
    this.coming = [...this.coming, ...later].sort((a, b) => b.at - a.at || b.order - a.order);
  }
}

const isSooner = (one: Happening | undefined, other: Happening): boolean =>
  one !== undefined && (one.at < other.at || (one.at === other.at && one.order < other.order));
