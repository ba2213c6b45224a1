import type { Job } from '../../utils/jobs/job.ts';
import { SEQUENCE_KINDS } from '../../utils/sequence/kinds.ts';
import type { SequenceJob } from '../../utils/sequence/sequence-job.ts';
import type { Effect, Held } from './kit.ts';
import type { World } from './world.ts';

const SEQUENCE_JOBS = Object.keys(SEQUENCE_KINDS);
export const isOfSequence = (job: Job): job is SequenceJob => SEQUENCE_JOBS.includes(job.kind);

/** What a violation says of a job. */
export const short = ({ id, kind, subject, state, wish }: Job) => ({ id, kind, subject, state, wish });

/** What happened in a world so far, by the clock that is true, and what of it went against the promises. */
export class History {
  readonly world: World;
  /** Empty as long as all is well. */
  readonly violations: string[] = [];
  /** When each job was first written. */
  readonly begun = new Map<string, number>();
  /** When a job came to a step, by both. */
  readonly entered = new Map<string, number>();
  /** The jobs for which Kit was asked to change something. */
  readonly asked = new Set<string>();
  private readonly effects = new Map<string, Effect[]>();
  /** Reads of what lies in the storage, which are under way. */
  private readonly looks: Promise<void>[] = [];

  constructor(world: World) {
    this.world = world;
  }

  violate(rule: string, what: unknown): void {
    this.violations.push(`${rule}: ${JSON.stringify(what)}`);
  }

  row(id: string | null): Job | undefined {
    return id === null ? undefined : this.world.browser.storage.kept.jobs.get(id);
  }

  /** The last job on a subject. */
  last(subject: string): Job | undefined {
    return this.world.browser.storage
      .rows()
      .filter((one) => one.subject === subject)
      .at(-1);
  }

  add(job: string, effect: Effect): void {
    this.effects.set(job, [...this.did(job), effect]);
  }

  /** What a job did, as far as Kit is concerned. */
  did(job: string): Effect[] {
    return this.effects.get(job) ?? [];
  }

  /** The sequences that a job made. */
  made(job: string): Held[] {
    return this.world.kit.held.filter(({ by }) => by === job);
  }

  look(task: Promise<void>): void {
    this.looks.push(task);
  }

  async looked(): Promise<void> {
    await Promise.all(this.looks);
  }
}
