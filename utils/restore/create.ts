import { type KitProblem, type KitResult, mayHaveTakenEffect } from '../kit/problems.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { compare } from './compare.ts';
import { fingerprintOfEmail, fingerprintOfSequence } from './fingerprints.ts';
import type { RestoreEvent } from './machine.ts';
import { type Core, markedName, type Plan } from './plan.ts';
import { failure, type RestoreKit } from './problems.ts';
import { findMarked, findPlanned, isListCurrent } from './reconcile.ts';
import { type CreatedSequence, markOf, type Restore } from './restore.ts';

/** What a step is done with. */
export interface Task {
  kit: RestoreKit;
  core: Core;
  plan: Plan;
  restore: Restore;
  now(): number;
}

const publishedIn = ({ emails }: Plan): boolean[] => emails.map(({ publish }) => publish);

/** Makes the sequence, empty and paused, under a name that tells it from any other. Sent once. */
export async function create({ kit, plan, restore, now }: Task, minimal: boolean): Promise<RestoreEvent> {
  const { full, minimal: without } = plan.sequence;
  const name = markedName(restore.sequence.name, markOf(restore));
  const answer = await kit.createSequence({ ...(minimal ? without : full), name });
  if (answer.ok) return { event: 'made', made: await madeOf(answer.value), ...toWrite(plan) };
  return refusedOrLost(answer.problem, missingFrom(full, without), minimal, now());
}

/** Looks for the sequence whose making had no reply. */
export async function find({ kit, plan, restore, now }: Task, since: number): Promise<RestoreEvent> {
  const started = now();
  const found = await findMarked(kit, markOf(restore));
  if (!found.ok) return { event: 'no look', problem: found.problem };
  if (found.value) return { event: 'made', made: await madeOf(found.value), ...toWrite(plan) };
  return { event: isListCurrent(since, started) ? 'never made' : 'not yet' };
}

/** Writes one email, a draft at its own position, which no other can take. Sent once. */
export async function write(
  task: Task,
  made: CreatedSequence,
  email: number,
  minimal: boolean,
): Promise<RestoreEvent> {
  const { kit, plan, now } = task;
  const planned = plan.emails[email];
  if (!planned) return damaged;
  const answer = await kit.createEmail(made.sequenceId, minimal ? planned.minimal : planned.full);
  if (answer.ok) return writtenAs(answer.value, plan);
  return refusedOrLost(answer.problem, missingFrom(planned.full, planned.minimal), minimal, now());
}

/** Looks for the email whose writing had no reply. */
export async function match(
  task: Task,
  made: CreatedSequence,
  email: number,
  since: number,
): Promise<RestoreEvent> {
  const { kit, plan, now } = task;
  const planned = plan.emails[email];
  if (!planned) return damaged;
  const started = now();
  const found = await findPlanned(kit, made, planned);
  if (!found.ok) return goneOr(found.problem);
  if (found.value) return writtenAs(found.value, plan);
  return { event: isListCurrent(since, started) ? 'never made' : 'not yet' };
}

/**
 * Publishes one email. In their order: should somebody come in meanwhile, they get the emails in order. Nothing is sent,
 * since the sequence is paused and nobody is in it.
 */
export async function publish(
  { kit, plan }: Task,
  made: CreatedSequence,
  email: number,
): Promise<RestoreEvent> {
  const id = made.emails[email]?.id;
  if (id === undefined) return damaged;
  const answer = await kit.updateEmail(made.sequenceId, id, { published: true });
  const done = answer.ok ? answer : await kit.email(made.sequenceId, id);
  if (done.ok && done.value.published) return { event: 'published', published: publishedIn(plan) };
  return notDone(answer, done);
}

/** Takes the mark out of its name. */
export async function name({ kit, restore }: Task, made: CreatedSequence): Promise<RestoreEvent> {
  const own = restore.sequence.name;
  const answer = await kit.updateSequence(made.sequenceId, { name: own });
  const done = answer.ok ? answer : await kit.sequence(made.sequenceId);
  if (done.ok && done.value.name === own) return { event: 'named' };
  return notDone(answer, done);
}

/** Reads everything back. */
export async function readBack(
  { kit, core, plan, restore }: Task,
  made: CreatedSequence,
): Promise<RestoreEvent> {
  const sequence = await kit.sequence(made.sequenceId);
  if (!sequence.ok) return goneOr(sequence.problem, 'failed');
  const listed = await kit.emails(made.sequenceId);
  if (!listed.ok) return goneOr(listed.problem, 'failed');
  const emails: (SequenceEmail | null)[] = [];
  for (const { id } of made.emails) {
    const email = await kit.email(made.sequenceId, id);
    if (!email.ok && email.problem.kind !== 'not found') return failure(email.problem);
    emails.push(email.ok ? email.value : null);
  }
  const extra = listed.value.filter(({ id }) => made.emails.every((one) => one.id !== id));
  const held = { sequence: sequence.value, emails, extra };
  return { event: 'compared', comparison: compare(core, plan, restore.leftOut, held) };
}

/** The backup is not the one that the restore began with. */
const damaged: RestoreEvent = { event: 'failed', problem: { kind: 'backup damaged' }, transient: false };

const toWrite = (plan: Plan) => ({ of: plan.emails.length, published: publishedIn(plan) });

async function madeOf(sequence: Sequence): Promise<CreatedSequence> {
  return {
    sequenceId: sequence.id,
    fingerprint: await fingerprintOfSequence(sequence),
    emails: [],
    named: false,
  };
}

async function writtenAs(email: SequenceEmail, plan: Plan): Promise<RestoreEvent> {
  const { id } = email;
  return {
    event: 'written',
    email: { id, fingerprint: await fingerprintOfEmail(email) },
    published: publishedIn(plan),
  };
}

/** What the minimal form lacks, or says in another way. */
function missingFrom(full: object, minimal: object): string[] {
  const others = new Map(Object.entries(minimal));
  return Object.entries(full)
    .filter(([field, value]) => others.get(field) !== value)
    .map(([field]) => field);
}

function refusedOrLost(problem: KitProblem, fields: string[], minimal: boolean, at: number): RestoreEvent {
  if (mayHaveTakenEffect(problem)) return { event: 'reply lost', problem, at };
  if (problem.kind === 'invalid' && !minimal && fields.length > 0) {
    return { event: 'not taken', fields, messages: problem.messages };
  }
  return goneOr(problem, 'failed');
}

function goneOr(problem: KitProblem, otherwise: 'failed' | 'no look' = 'no look'): RestoreEvent {
  if (problem.kind === 'not found') {
    return { event: 'failed', problem: { kind: 'made gone' }, transient: false };
  }
  return otherwise === 'failed' ? failure(problem) : { event: 'no look', problem };
}

/** A change that can be made again: it was refused, or it was lost and a look does not show it. */
function notDone(answer: KitResult<unknown>, look: KitResult<unknown>): RestoreEvent {
  if (!look.ok && look.problem.kind === 'not found') return goneOr(look.problem);
  if (!answer.ok) return goneOr(answer.problem, 'failed');
  // Kit said yes, and holds something else.
  return failure({ kind: 'not understood', status: 200, requestId: null });
}
