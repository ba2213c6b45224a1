import type { Tools } from '../jobs/job.ts';
import { create, find, match, name, publish, type Task, write } from './create.ts';
import { removeEmailTwin } from './email-twins.ts';
import { lossesOf } from './losses.ts';
import type { RestoreEvent } from './machine.ts';
import { failure } from './problems.ts';
import { readBack } from './read-back.ts';
import { waitForLook } from './reconcile.ts';
import type { CreatedSequence, Restore } from './restore.ts';
import { inspect, remove, settleRemoval } from './rollback.ts';
import { findTwin, removeTwin } from './twins.ts';

/** What the steps of one run share. */
export interface RestoreContext extends Omit<Task, 'restore' | 'now' | 'wait'> {
  /** How many people the backup holds. */
  people: number;
}

/** Does what the state of a restore stands for, once, and says what came of it. */
export async function restoreStep(
  context: RestoreContext,
  restore: Restore,
  tools: Tools<Restore>,
): Promise<RestoreEvent> {
  const { state } = restore;
  const task: Task = { ...context, restore, now: tools.now, wait: tools.wait };
  switch (state.step) {
    case 'checking':
      return check(context, restore);
    case 'creating':
      return create(task, state.form);
    case 'finding': {
      const waited = await waitForLook(state, tools);
      return waited === null ? ended : find(task, { waited, before: state.waited });
    }
    default:
      if (restore.made) return workOn(restore.made, task, tools);
      // Only what was made is filled or removed.
      return isRemoval(state.step) ? { event: 'gone' } : failure({ kind: 'made gone' });
  }
}

async function workOn(made: CreatedSequence, task: Task, tools: Tools<Restore>): Promise<RestoreEvent> {
  const { state } = task.restore;
  switch (state.step) {
    case 'writing':
      return write(task, made, state.email, state.minimal);
    case 'matching': {
      const waited = await waitForLook(state, tools);
      return waited === null ? ended : match(task, made, state.email, { waited, before: state.waited });
    }
    case 'publishing':
      return publish(task, made, state.email);
    case 'naming':
      return name(task, made);
    case 'comparing':
      return readBack(task, made);
    case 'inspecting':
      return inspect(task, made, tools.wait);
    case 'deleting':
      return remove(task, made);
    case 'settling':
      return settleRemoval(task, made, state.lost, tools.wait);
    case 'rechecking': {
      const waited = await waitForLook(state, tools);
      return waited === null ? ended : findTwin(task, made, state, waited);
    }
    case 'removing twin':
      return removeTwin(task, state.sequenceId);
    case 'removing email':
      return removeEmailTwin(task, made, state);
    default:
      return ended;
  }
}

/** A person wants something: it comes first, and this look is not made. */
const ended: RestoreEvent = { event: 'put off' };

export function isRemoval(step: Restore['state']['step']): boolean {
  return step === 'inspecting' || step === 'deleting' || step === 'settling';
}

async function check({ kit, core, people }: RestoreContext, { account }: Restore): Promise<RestoreEvent> {
  const answer = await kit.account();
  if (!answer.ok) return failure(answer.problem);
  if (answer.value.id !== account.id) {
    return { event: 'refused', why: { kind: 'other account', account: answer.value } };
  }
  return { event: 'holds', losses: lossesOf(core, people) };
}
