import type { Kit } from '../kit/client.ts';
import { type KitProblem, mayHaveTakenEffect } from '../kit/problems.ts';
import type { AdditionProblem, Person, PersonOutcome } from './addition.ts';
import type { AdditionEvent } from './machine.ts';

export type AdditionKit = Pick<Kit, 'sequence' | 'setActive' | 'addSubscriber'>;

/** At most so many requests at a time. */
const AT_ONCE = 4;

export interface Sent {
  outcomes: PersonOutcome[];
  /** Those whom it is safe to send (again). `maySent`: some of them may have been added. */
  left: Person[];
  maySent: boolean;
  problem: AdditionProblem | null;
}

/** Kit adds nobody to a paused sequence. */
export async function activate(kit: AdditionKit, sequenceId: number): Promise<AdditionEvent> {
  const answer = await kit.setActive(sequenceId, true);
  const done = answer.ok ? answer : await kit.sequence(sequenceId);
  if (done.ok && done.value.active) return { event: 'activated' };
  const problem = answer.ok ? ({ kind: 'paused at Kit' } as const) : answer.problem;
  return { event: 'failed', problem: problem.kind === 'not found' ? { kind: 'made gone' } : problem };
}

/** Whether the sequence is active, for what goes on by itself. */
export async function checkActive(kit: AdditionKit, sequenceId: number): Promise<AdditionEvent> {
  const problem = await troubleOf(kit, sequenceId);
  return problem ? { event: 'failed', problem } : { event: 'activated' };
}

/**
 * Adds some people. After the first problem that would meet the others too, nobody else is sent.
 *
 * @param repeat somebody who is added twice may begin twice: after a lost reply they are not sent again.
 * @param maySent some of them may have been added before: whoever is refused now may be in it all the same.
 */
export async function addBatch(
  kit: AdditionKit,
  sequenceId: number,
  people: Person[],
  repeat: boolean,
  maySent: boolean,
): Promise<Sent> {
  const sent: Sent = { outcomes: [], left: [], maySent: false, problem: null };
  const queue = [...people];
  async function work(): Promise<void> {
    for (let person = queue.shift(); person; person = queue.shift()) {
      if (sent.problem) {
        sent.left.push(person);
        continue;
      }
      const answer = await kit.addSubscriber(sequenceId, person.id);
      // A browser may have sent it twice, and where people can repeat, that may have begun it again.
      if (answer.ok) {
        const outcome = repeat && answer.value === 'already' ? 'unknown' : answer.value;
        sent.outcomes.push({ ...person, outcome });
      } else await hear(person, answer.problem);
    }
  }
  async function hear(person: Person, problem: KitProblem): Promise<void> {
    if (mayHaveTakenEffect(problem)) {
      sent.problem ??= problem;
      if (repeat) sent.outcomes.push({ ...person, outcome: 'unknown' });
      else {
        sent.left.push(person);
        sent.maySent = true;
      }
      return;
    }
    if (problem.kind !== 'not found' && problem.kind !== 'invalid') {
      sent.problem ??= problem;
      sent.left.push(person);
      return;
    }
    // Was it about the person, or is the sequence not what it was?
    const trouble = await troubleOf(kit, sequenceId);
    if (trouble) {
      sent.problem ??= trouble;
      sent.left.push(person);
    } else if (problem.kind === 'not found') sent.outcomes.push({ ...person, outcome: 'gone' });
    else if (maySent) sent.outcomes.push({ ...person, outcome: 'unknown' });
    else sent.outcomes.push({ ...person, outcome: 'refused', messages: problem.messages });
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sent;
}

async function troubleOf(kit: AdditionKit, sequenceId: number): Promise<AdditionProblem | null> {
  const now = await kit.sequence(sequenceId);
  if (now.ok) return now.value.active ? null : { kind: 'paused at Kit' };
  return now.problem.kind === 'not found' ? { kind: 'made gone' } : now.problem;
}
