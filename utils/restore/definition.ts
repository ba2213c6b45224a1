import type { BackupReader } from '../backup/backup.ts';
import type { JobDefinition, NewJob, Priority } from '../jobs/job.ts';
import type { Account } from '../kit/client.ts';
import { needsConnection } from '../kit/problems.ts';
import { fail, ok, type Result } from '../result.ts';
import { nextRestore, type RestoreEvent } from './machine.ts';
import { planOf } from './plan.ts';
import { failure, type RestoreKit } from './problems.ts';
import { type BackupReadProblem, readCore } from './read.ts';
import {
  isRestoreEnded,
  type Restore,
  type RestoreRefusal,
  type RestoreState,
  subjectOfRestore,
} from './restore.ts';
import { isRemoval, type RestoreContext, restoreStep } from './work.ts';

/** How long a restore goes on by itself when Kit cannot be reached, in ms. After that a person has to ask for it. */
export const RESTORE_DEADLINE = 24 * 60 * 60_000;

export interface RestoreDependencies {
  /** Kit as this account sees it. */
  kit(accountId: number, priority: Priority): RestoreKit;
  /** Those that are connected. */
  accounts(): Promise<Account[]>;
  openBackup(id: string): Promise<BackupReader | null>;
}

export interface RestoreRequest {
  backupId: string;
  accountId: number;
}

type Prepared = Result<RestoreContext, BackupReadProblem>;

/** A new sequence, made from a backup. */
export function restoreJob(
  deps: RestoreDependencies,
): JobDefinition<Restore, RestoreRequest, RestoreEvent, RestoreRefusal, Prepared> {
  return {
    kind: 'restore',
    deadline: RESTORE_DEADLINE,
    retold: 'always',
    subjectOf: ({ backupId }) => subjectOfRestore(backupId),
    async begin({ backupId, accountId }) {
      const backup = (await deps.openBackup(backupId))?.backup;
      if (!backup) return fail({ kind: 'backup gone' });
      if (backup.completedAt === null) return fail({ kind: 'backup incomplete' });
      const { account, sequence } = backup;
      if (account.id !== accountId) return fail({ kind: 'foreign account', account });
      const connected = await deps.accounts();
      if (!connected.some(({ id }) => id === account.id)) return fail({ kind: 'not connected', account });
      return ok({
        kind: 'restore',
        subject: subjectOfRestore(backupId),
        state: { step: 'checking' },
        attended: false,
        priority: 'bulk',
        backupId,
        account,
        sequence,
        made: null,
        lostAt: null,
        leftOut: [],
        twins: [],
        twinsUnsure: false,
        losses: [],
        comparison: null,
        relinked: {},
      } satisfies NewJob<Restore>);
    },
    next: nextRestore,
    hasEnded: ({ state }) => isRestoreEnded(state),
    rest({ state }) {
      if (state.step === 'blocked') return state.transient ? 'retry' : 'person';
      return 'look' in state && state.look ? 'retry' : 'work';
    },
    waitsForAccount({ state, account }) {
      const problem = state.step === 'blocked' ? state.problem : 'look' in state ? state.look : null;
      return problem && needsConnection(problem) ? account.id : null;
    },
    onlyLooks: ({ state }) => LOOKS.includes(state.step),
    needsWatcher: () => false,
    async prepare({ backupId, account, priority }) {
      const reader = await deps.openBackup(backupId);
      const core = reader ? await readCore(reader) : fail({ kind: 'backup gone' } as const);
      if (!core.ok) return core;
      return ok({
        kit: deps.kit(account.id, priority),
        core: core.value,
        plan: planOf(core.value),
        people: reader?.backup.people.kept ?? 0,
      });
    },
    async work(restore, context, tools) {
      const { account, state } = restore;
      if (!context.ok) return unreadable(state.step, context.problem);
      // People may join between the look and the removal: it waits behind nothing.
      const ahead = REMOVES.includes(state.step) && { kit: deps.kit(account.id, 'interactive') };
      return restoreStep({ ...context.value, ...ahead }, restore, tools);
    },
    // What is not written down is not done; what was done already is looked for when the storage works again.
    unwritten: (before) => {
      const { state } = before;
      if (isRestoreEnded(state) || state.step === 'blocked') return before;
      const problem = { kind: 'storage failed' } as const;
      return { ...before, state: { step: 'blocked', problem, before: state, transient: true } };
    },
  };
}

const LOOKS: RestoreState['step'][] = [
  'checking',
  'finding',
  'matching',
  'comparing',
  'inspecting',
  'settling',
  'rechecking',
];

const REMOVES: RestoreState['step'][] = ['deleting', 'removing twin', 'removing email'];

/** The backup cannot be read (any more). */
function unreadable(step: RestoreState['step'], problem: BackupReadProblem): RestoreEvent {
  if (step === 'checking') return { event: 'refused', why: problem };
  return isRemoval(step) ? { event: 'kept', why: { kind: 'problem', problem } } : failure(problem);
}
