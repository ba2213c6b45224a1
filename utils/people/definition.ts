import type { BackupReader } from '../backup/backup.ts';
import type { JobDefinition, NewJob, Priority } from '../jobs/job.ts';
import { needsConnection } from '../kit/problems.ts';
import { type BackupReadProblem, readCore } from '../restore/read.ts';
import { outcomeOf, type Restore } from '../restore/restore.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  type Addition,
  type AdditionRefusal,
  isAdditionEnded,
  type Person,
  subjectOfAddition,
} from './addition.ts';
import { type Additions, additionsTo, peopleAddedBy } from './earlier.ts';
import {
  BEGINNING,
  countGroups,
  type Group,
  type Groups,
  groupsOf,
  peopleFrom,
  type Standing,
  standingOf,
} from './groups.ts';
import { type AdditionEvent, nextAddition, outcomesBy } from './machine.ts';
import { type AdditionKit, activate, addBatch, checkActive } from './sending.ts';

/** People who are journaled before they are sent, and whose fate is not known if the background stops meanwhile. */
const BATCH = 20;
/** How long people are added without a word from the person who asked for it, in ms: the limits of Kit may want days. */
const ADDITION_DEADLINE = 3 * 24 * 60 * 60_000;

export interface AdditionDependencies {
  /** The last restore of this backup. */
  latestRestore(backupId: string): Promise<Restore | null>;
  /** Kit as this account sees it. */
  kit(accountId: number, priority: Priority): AdditionKit;
  openBackup(id: string): Promise<BackupReader | null>;
  additions: Additions;
}

export interface AdditionRequest {
  backupId: string;
  /** The restored one. */
  sequenceId: number;
  group: Group;
  /** How many there were when a person said yes. */
  people: number;
}

type Opened = Result<{ reader: BackupReader; standing: Standing }, BackupReadProblem>;
type Prepared = Result<
  {
    kit: AdditionKit;
    people: ReturnType<typeof peopleFrom>;
    standing: Standing;
    added: ReadonlySet<number>;
  },
  BackupReadProblem
>;

async function open(openBackup: AdditionDependencies['openBackup'], backupId: string): Promise<Opened> {
  const reader = await openBackup(backupId);
  if (!reader) return fail({ kind: 'backup gone' });
  const core = await readCore(reader);
  if (!core.ok) return core;
  const { startedAt, completedAt } = reader.backup;
  return ok({ reader, standing: standingOf(core.value, startedAt, completedAt ?? startedAt) });
}

/** How many people of a backup are in each group. Rejects where the storage fails. */
export async function groupsIn(
  openBackup: AdditionDependencies['openBackup'],
  backupId: string,
): Promise<Result<Groups, BackupReadProblem>> {
  const opened = await open(openBackup, backupId);
  return opened.ok ? countGroups(opened.value.reader, opened.value.standing) : opened;
}

/** Adds people to a restored sequence, when a person has said yes to how many. */
export function additionJob(
  deps: AdditionDependencies,
): JobDefinition<Addition, AdditionRequest, AdditionEvent, AdditionRefusal, Prepared> {
  return {
    kind: 'add people',
    deadline: ADDITION_DEADLINE,
    retold: 'always',
    subjectOf: ({ sequenceId }) => subjectOfAddition(sequenceId),
    async begin({ backupId, sequenceId, group, people }) {
      const restore = await deps.latestRestore(backupId);
      const isDone = restore && outcomeOf(restore.state)?.step === 'done';
      if (!isDone || restore.made?.sequenceId !== sequenceId) {
        return fail({ kind: 'not restored' });
      }
      const opened = await open(deps.openBackup, backupId);
      if (!opened.ok) return opened;
      const { reader, standing } = opened.value;
      const counted = await countGroups(reader, standing);
      if (!counted.ok) return counted;
      if (counted.value[group] !== people) return fail({ kind: 'changed', people: counted.value[group] });
      if (people === 0) return fail({ kind: 'nobody' });
      return ok({
        kind: 'add people',
        subject: subjectOfAddition(sequenceId),
        state: { step: 'activating' },
        attended: false,
        priority: 'bulk',
        backupId,
        account: restore.account,
        sequenceId,
        sequenceName: restore.sequence.name,
        repeat: standing.repeat,
        group,
        of: people,
        counts: { added: 0, already: 0, gone: 0, refused: 0, unknown: 0 },
        place: BEGINNING,
        batch: { people: [], maySent: false },
        earlier: await additionsTo(sequenceId, deps.additions),
        unusable: counted.value.unusable,
      } satisfies NewJob<Addition>);
    },
    next: nextAddition,
    items: outcomesBy,
    hasEnded: isAdditionEnded,
    rest({ state }) {
      if (state.step === 'paused') return 'person';
      if (state.step === 'blocked') return state.transient ? 'retry' : 'person';
      return 'work';
    },
    waitsForAccount: ({ state, account }) =>
      state.step === 'blocked' && needsConnection(state.problem) ? account.id : null,
    onlyLooks: () => false,
    needsWatcher: () => false,
    async prepare(addition) {
      const { backupId, account, priority, place } = addition;
      const opened = await open(deps.openBackup, backupId);
      if (!opened.ok) return opened;
      const { reader, standing } = opened.value;
      const added = await peopleAddedBy(addition, deps.additions);
      return ok({ kit: deps.kit(account.id, priority), people: peopleFrom(reader, place), standing, added });
    },
    async work(addition, prepared, { wait }) {
      if (!prepared.ok) return { event: 'failed', problem: prepared.problem };
      const { kit, people, standing, added } = prepared.value;
      const { state, batch, sequenceId, repeat } = addition;
      const target = { kit, sequenceId, wait };
      if (state.step === 'activating') return activate(target);
      if (state.step === 'checking') return checkActive(target);
      if (state.step === 'sending') {
        const sent = await addBatch(target, batch.people, repeat, batch.maySent);
        return { event: 'sent', ...sent };
      }
      if (batch.people.length > 0) return { event: 'batch', people: batch.people, place: addition.place };
      return nextBatch(people, standing, added, addition);
    },
    unwritten(before) {
      const { step } = before.state;
      if (!WORKING.includes(step)) return before;
      const problem = { kind: 'storage failed' } as const;
      const from = step === 'activating' || step === 'checking' ? 'checking' : 'adding';
      return { ...before, state: { step: 'blocked', problem, before: from, transient: true } };
    },
  };
}

const WORKING: Addition['state']['step'][] = ['activating', 'checking', 'adding', 'sending'];

/** Takes people from the backup, until there are enough of them or no more. */
async function nextBatch(
  from: ReturnType<typeof peopleFrom>,
  standing: Standing,
  added: ReadonlySet<number>,
  { group, place: begun }: Addition,
): Promise<AdditionEvent> {
  const people: Person[] = [];
  const already: Person[] = [];
  let place = begun;
  while (people.length + already.length < BATCH) {
    const { value: one } = await from.next();
    if (!one) break;
    if (!one.ok) return { event: 'failed', problem: one.problem };
    const { person, next } = one.value;
    if (groupsOf(person, standing).includes(group)) {
      (added.has(person.id) ? already : people).push({ id: person.id, email: person.email_address });
    }
    place = next;
  }
  if (people.length + already.length === 0) return { event: 'all done', place };
  return { event: 'batch', people, already, place };
}
