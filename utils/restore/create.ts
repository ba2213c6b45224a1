import { lookTwice } from '../kit/look.ts';
import { type KitProblem, type KitResult, mayHaveTakenEffect } from '../kit/problems.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fingerprintOfEmail, fingerprintOfSequence } from './fingerprints.ts';
import type { RestoreEvent } from './machine.ts';
import { type Core, markedName, type Plan } from './plan.ts';
import { failure, type RestoreKit } from './problems.ts';
import { areListsCurrent, findMarked, findPlanned } from './reconcile.ts';
import { type CreatedSequence, type Form, markOf, type Restore } from './restore.ts';

/** What a step is done with. */
export interface Task {
  kit: RestoreKit;
  core: Core;
  plan: Plan;
  restore: Restore;
  now(): number;
  wait(ms: number): Promise<void>;
}

const publishedIn = ({ emails }: Plan): boolean[] => emails.map(({ publish }) => publish);

/** Makes the sequence, empty and paused, under a name that tells it from any other. Sent once. */
export async function create({ kit, plan, restore, now }: Task, form: Form): Promise<RestoreEvent> {
  const name = markedName(restore.sequence.name, markOf(restore));
  const forms = { ...plan.sequence, bare: { name, active: false } };
  const answer = await kit.createSequence({ ...forms[form], name });
  if (answer.ok) return { event: 'made', made: await madeOf(answer.value), ...toWrite(plan) };
  const { problem } = answer;
  const next = form === 'full' && missingFrom(forms.full, forms.minimal).length > 0 ? 'minimal' : 'bare';
  const fields = missingFrom(forms.full, { ...forms[next], name: forms.full.name });
  if (problem.kind === 'invalid' && form !== 'bare' && fields.length > 0) {
    return { event: 'not taken', form: next, fields, messages: problem.messages };
  }
  if (mayHaveTakenEffect(problem)) return { event: 'reply lost', problem, at: now() };
  return failure(problem.kind === 'not found' ? odd(404) : problem);
}

/** Looks for the sequence whose making had no reply. */
export async function find(task: Task, looked: Looked): Promise<RestoreEvent> {
  const { plan, restore } = task;
  const found = await findMarked(task, markOf(restore));
  if (!found.ok) return { event: 'no look', problem: found.problem };
  if (found.value) return { event: 'made', made: await madeOf(found.value), ...toWrite(plan) };
  return notShown(looked, plan);
}

/** How long was waited for this look and for those before it, in ms. */
interface Looked {
  waited: number;
  before: number;
}

const notShown = ({ waited, before }: Looked, plan: Plan): RestoreEvent =>
  areListsCurrent(before + waited)
    ? { event: 'never made', published: publishedIn(plan) }
    : { event: 'not yet', waited };

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
  const { problem } = answer;
  if (mayHaveTakenEffect(problem)) return { event: 'reply lost', problem, at: now() };
  if (problem.kind === 'not found') return notDone(answer, await lookAt(task, made));
  if (!isAboutItem(problem)) return failure(problem);
  // A browser may have sent it twice, and Kit have taken the first.
  const found = await findPlanned(task, made, plan, email);
  if (!found.ok) return goneOr(found.problem, 'failed');
  if (found.value) return writtenAs(found.value, plan);
  const messages = messagesOf(problem);
  if (messages.some((message) => /position/i.test(message))) return { event: 'taken', messages };
  const fields = missingFrom(planned.full, planned.minimal);
  if (problem.kind === 'invalid' && !minimal && fields.length > 0) {
    return { event: 'not taken', form: 'minimal', fields, messages };
  }
  return { event: 'left out', messages, published: publishedIn(plan) };
}

/** Looks for the email whose writing had no reply. */
export async function match(
  task: Task,
  made: CreatedSequence,
  email: number,
  looked: Looked,
): Promise<RestoreEvent> {
  const { plan } = task;
  if (!plan.emails[email]) return damaged;
  const found = await findPlanned(task, made, plan, email);
  if (!found.ok) return goneOr(found.problem);
  if (found.value) return writtenAs(found.value, plan);
  return notShown(looked, plan);
}

/**
 * Publishes one email. In their order: should somebody come in meanwhile, they get the emails in order. Nothing is sent,
 * since the sequence is paused and nobody is in it.
 */
export async function publish(
  { kit, plan, wait }: Task,
  made: CreatedSequence,
  email: number,
): Promise<RestoreEvent> {
  const id = made.emails[email]?.id;
  if (id === undefined) return damaged;
  const answer = await kit.updateEmail(made.sequenceId, id, { published: true });
  const done = answer.ok ? answer : await lookTwice(() => kit.email(made.sequenceId, id), wait);
  if (done.ok && done.value.published) return { event: 'published', published: publishedIn(plan) };
  return notTaken(answer, done, plan) ?? notDone(answer, done);
}

/** Takes the mark out of its name. */
export async function name(task: Task, made: CreatedSequence): Promise<RestoreEvent> {
  const { kit, plan, restore } = task;
  const own = restore.sequence.name;
  const answer = await kit.updateSequence(made.sequenceId, { name: own });
  const done = answer.ok ? answer : await lookAt(task, made);
  if (done.ok && done.value.name === own) return { event: 'named' };
  return notTaken(answer, done, plan) ?? notDone(answer, done);
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

/** Kit would refuse this one thing again and again, and takes others. */
const isAboutItem = ({ kind }: KitProblem): boolean => kind === 'invalid' || kind === 'too large';
const messagesOf = (problem: KitProblem): string[] => (problem.kind === 'invalid' ? problem.messages : []);

/** A change that Kit refuses for good: it is left out. Null where it may be made later. */
function notTaken(answer: KitResult<unknown>, look: KitResult<unknown>, plan: Plan): RestoreEvent | null {
  if (answer.ok || !look.ok || !isAboutItem(answer.problem)) return null;
  return { event: 'left out', messages: messagesOf(answer.problem), published: publishedIn(plan) };
}

const lookAt = ({ kit, wait }: Task, { sequenceId }: CreatedSequence): Promise<KitResult<Sequence>> =>
  lookTwice(() => kit.sequence(sequenceId), wait);

/** @param problem of a look that was made twice where it found nothing. */
export function goneOr(problem: KitProblem, otherwise: 'failed' | 'no look' = 'no look'): RestoreEvent {
  if (problem.kind === 'not found') {
    return { event: 'failed', problem: { kind: 'made gone' }, transient: false };
  }
  return otherwise === 'failed' ? failure(problem) : { event: 'no look', problem };
}

/** An answer that does not fit what a look shows, or what was asked. */
const odd = (status: number): KitProblem => ({ kind: 'not understood', status, requestId: null });

/** A change that can be made again: it was refused, or it was lost and a look does not show it. */
function notDone(answer: KitResult<unknown>, look: KitResult<unknown>): RestoreEvent {
  if (!look.ok && look.problem.kind === 'not found') return goneOr(look.problem);
  // Kit said yes, and holds something else.
  if (answer.ok) return failure(odd(200));
  if (answer.problem.kind !== 'not found') return failure(answer.problem);
  return failure(look.ok ? odd(404) : look.problem);
}
