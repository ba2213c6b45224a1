import { create, find, match, name, publish, readBack, type Task, write } from './create.ts';
import { lossesOf } from './losses.ts';
import type { RestoreEvent } from './machine.ts';
import { failure } from './problems.ts';
import type { CreatedSequence, Restore } from './restore.ts';
import { inspect, remove, settleRemoval } from './rollback.ts';

/** What the steps of one run share. */
export interface Context extends Omit<Task, 'restore'> {
  /** How many people the backup holds. */
  people: number;
  /** Before the so-many-th look, from 0; ends at once when a person wants something. */
  pause(look: number): Promise<void>;
  sleep(ms: number): Promise<void>;
}

/** Does what the state of a restore stands for, once, and says what came of it. */
export async function work(context: Context, restore: Restore, look: number): Promise<RestoreEvent> {
  const { state } = restore;
  const task: Task = { ...context, restore };
  switch (state.step) {
    case 'checking':
      return check(context, restore);
    case 'creating':
      return create(task, state.minimal);
    case 'finding':
      await context.pause(look);
      return find(task, state.since);
    default:
      // Only what was made is filled or removed.
      return restore.made ? workOn(restore.made, context, task, look) : { event: 'stopped' };
  }
}

async function workOn(
  made: CreatedSequence,
  context: Context,
  task: Task,
  look: number,
): Promise<RestoreEvent> {
  const { state } = task.restore;
  switch (state.step) {
    case 'writing':
      return write(task, made, state.email, state.minimal);
    case 'matching':
      await context.pause(look);
      return match(task, made, state.email, state.since);
    case 'publishing':
      return publish(task, made, state.email);
    case 'naming':
      return name(task, made);
    case 'comparing':
      return readBack(task, made);
    case 'inspecting':
      return inspect(task, made);
    case 'deleting':
      return remove(task, made);
    case 'settling':
      return settleRemoval(task, made, state.lost, context.sleep);
    default:
      return { event: 'stopped' };
  }
}

async function check({ kit, core, people }: Context, { account }: Restore): Promise<RestoreEvent> {
  const answer = await kit.account();
  if (!answer.ok) return failure(answer.problem);
  if (answer.value.id !== account.id) {
    return { event: 'refused', why: { kind: 'other account', account: answer.value } };
  }
  return { event: 'holds', losses: lossesOf(core, people) };
}
