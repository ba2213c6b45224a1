import type { Kit } from '../kit/client.ts';
import { lookTwice } from '../kit/look.ts';
import { type KitProblem, type KitResult, mayHaveTakenEffect } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import type { AdditionProblem, Person, PersonOutcome, Waiting } from './addition.ts';
import type { AdditionEvent } from './machine.ts';

export type AdditionKit = Pick<Kit, 'sequence' | 'setActive' | 'addSubscriber'>;

/** The new sequence. */
export interface Target {
  kit: AdditionKit;
  sequenceId: number;
  wait(ms: number): Promise<void>;
}

/** At most so many requests at a time. */
const AT_ONCE = 4;

/** So often somebody is sent to no end while Kit answers everything else; then the others go on without them. */
const MOST_TRIES = 3;

export interface Sent {
  outcomes: PersonOutcome[];
  /** Those whom it is safe to send (again), first who was not sent yet. `maySent`: some of them may have been added. */
  left: Waiting[];
  maySent: boolean;
  problem: AdditionProblem | null;
}

/** Kit adds nobody to a paused sequence. */
export async function activate(target: Target): Promise<AdditionEvent> {
  const { kit, sequenceId } = target;
  const answer = await kit.setActive(sequenceId, true);
  const done = answer.ok ? answer : await look(target);
  if (done.ok && done.value.active) return { event: 'activated' };
  return { event: 'failed', problem: inactive(answer, done) };
}

/** Why it is not active. That it is not there is believed of two looks, and not of one answer. */
function inactive(answer: KitResult<Sequence>, look: KitResult<Sequence>): AdditionProblem {
  if (!look.ok && look.problem.kind === 'not found') return { kind: 'made gone' };
  if (!answer.ok && answer.problem.kind !== 'not found') return answer.problem;
  return look.ok ? { kind: 'paused at Kit' } : look.problem;
}

/** Whether the sequence is active, for what goes on by itself. */
export async function checkActive(target: Target): Promise<AdditionEvent> {
  const problem = await troubleOf(target);
  return problem ? { event: 'failed', problem } : { event: 'activated' };
}

/**
 * Adds some people. After the first problem that may meet the others too, nobody else is sent.
 *
 * @param repeat somebody who is added twice may begin twice: after a lost reply they are not sent again.
 * @param maySent some of them may have been added before: whoever is refused now may be in it all the same.
 */
export async function addBatch(
  target: Target,
  people: Waiting[],
  repeat: boolean,
  maySent: boolean,
): Promise<Sent> {
  const { kit, sequenceId } = target;
  const outcomes: PersonOutcome[] = [];
  /** Kit said once that it does not know them. */
  const missing: Waiting[] = [];
  const left: Waiting[] = [];
  /** It may be about them, or about everybody. */
  const failed: Failed[] = [];
  let problem: AdditionProblem | null = null;
  const end = ({ id, email }: Person, outcome: PersonOutcome['outcome'], messages?: string[]) =>
    outcomes.push({ id, email, outcome, ...(messages && { messages }) });
  async function addAll(some: Waiting[], isSecond: boolean): Promise<void> {
    const queue = [...some];
    async function work(): Promise<void> {
      for (let person = queue.shift(); person; person = queue.shift()) {
        if (problem || failed.length > 0) left.push(person);
        else await add(person, isSecond);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  async function add(person: Waiting, isSecond: boolean): Promise<void> {
    const answer = await kit.addSubscriber(sequenceId, person.id);
    // A browser may have sent it twice, and where people can repeat, that may have begun it again.
    if (answer.ok) end(person, repeat && answer.value === 'already' ? 'unknown' : answer.value);
    else await hear(person, answer.problem, isSecond);
  }
  async function hear(person: Waiting, heard: KitProblem, isSecond: boolean): Promise<void> {
    if (repeat && mayHaveTakenEffect(heard)) {
      problem ??= heard;
      end(person, 'unknown');
    } else if (mayBeAboutThem(heard)) failed.push({ person, problem: heard });
    else if (heard.kind !== 'not found' && heard.kind !== 'invalid') {
      problem ??= heard;
      left.push(person);
    } else await decide(person, heard, isSecond);
  }
  /** Was it about the person, or is the sequence not what it was? */
  async function decide(person: Waiting, refusal: Refusal, isSecond: boolean): Promise<void> {
    const trouble = await troubleOf(target);
    if (trouble) {
      problem ??= trouble;
      left.push(person);
    } else if (refusal.kind === 'not found') {
      if (isSecond) end(person, 'gone');
      else missing.push(person);
    } else if (maySent) end(person, 'unknown');
    else end(person, 'refused', refusal.messages);
  }
  await addAll(people, false);
  await addAll(missing, true);

  const isKitThere = failed.length > 0 && (await troubleOf(target)) === null;
  const again: Failed[] = [];
  for (const { person, problem } of failed) {
    const tries = (person.tries ?? 0) + (isKitThere ? 1 : 0);
    if (tries < MOST_TRIES) again.push({ person: { ...person, tries }, problem });
    else end(person, maySent || mayHaveTakenEffect(problem) ? 'unknown' : 'refused');
  }
  return {
    outcomes,
    left: [...left, ...again.map(({ person }) => person)],
    maySent: again.some(({ problem }) => mayHaveTakenEffect(problem)),
    problem: problem ?? again[0]?.problem ?? null,
  };
}

interface Failed {
  person: Waiting;
  problem: KitProblem;
}
type Refusal = Extract<KitProblem, { kind: 'not found' | 'invalid' }>;

/** Kit may answer so to this one person always, and take the others. */
const mayBeAboutThem = (problem: KitProblem): boolean =>
  mayHaveTakenEffect(problem) || problem.kind === 'forbidden' || problem.kind === 'too large';

const look = ({ kit, sequenceId, wait }: Target) => lookTwice(() => kit.sequence(sequenceId), wait);

async function troubleOf(target: Target): Promise<AdditionProblem | null> {
  const now = await look(target);
  if (now.ok) return now.value.active ? null : { kind: 'paused at Kit' };
  return now.problem.kind === 'not found' ? { kind: 'made gone' } : now.problem;
}
