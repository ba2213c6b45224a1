import type { BackupReader } from '../backup/backup.ts';
import { createFollowers } from '../journal/followers.ts';
import type { RestoreJournal } from '../restore/journal.ts';
import { isTransient } from '../restore/problems.ts';
import { type BackupReadProblem, readCore } from '../restore/read.ts';
import type { Restore } from '../restore/restore.ts';
import { fail, ok, type Result } from '../result.ts';
import { createSingleFlight } from '../storage/single-flight.ts';
import {
  type Addition,
  type AdditionProblem,
  type AdditionRefusal,
  doneOf,
  isAdditionEnded,
  type Person,
  type PersonOutcome,
} from './addition.ts';
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
import { type AdditionKit, addBatch } from './sending.ts';
import type { AdditionStore } from './store.ts';

/** People who are journaled before they are sent, and whose fate is not known if the background stops meanwhile. */
const BATCH = 20;

export interface AdditionDependencies {
  store: AdditionStore;
  restores: Pick<RestoreJournal, 'latest'>;
  /** Kit as this account sees it, in bulk. */
  kit(accountId: number): AdditionKit;
  openBackup(id: string): Promise<BackupReader | null>;
  /** Runs `work` while nobody else in the extension adds people from this backup. */
  lock(backupId: string, work: () => Promise<void>): Promise<void>;
  /** Makes sure that the background is started again while something is open. */
  watch(open: boolean): Promise<void>;
  now?(): number;
}

export interface AdditionRequest {
  backupId: string;
  group: Group;
  /** How many there were when a person said yes. */
  people: number;
}

type Wish = 'paused' | 'cancelled';
const NOBODY: Addition['counts'] = { added: 0, already: 0, gone: 0, refused: 0, unknown: 0 };

/** Adds people to a restored sequence, when a person has said yes to how many. At most one addition per backup. */
export function createAdditions(deps: AdditionDependencies) {
  const { store, now = Date.now } = deps;
  const followers = createFollowers<string, Addition>();
  const running = new Set<string>();
  const wishes = new Map<string, Wish>();
  const joining = createSingleFlight<string, Result<Addition, AdditionRefusal>>();

  async function put(addition: Addition, outcomes: PersonOutcome[] = []): Promise<Addition> {
    await store.write(addition, outcomes);
    followers.tell(addition.backupId, addition);
    return addition;
  }

  async function read(
    backupId: string,
  ): Promise<Result<{ reader: BackupReader; standing: Standing }, BackupReadProblem>> {
    const reader = await deps.openBackup(backupId);
    if (!reader) return fail({ kind: 'backup gone' });
    const core = await readCore(reader);
    if (!core.ok) return core;
    const { startedAt, completedAt } = reader.backup;
    return ok({ reader, standing: standingOf(core.value, startedAt, completedAt ?? startedAt) });
  }

  async function groups(
    backupId: string,
  ): Promise<Result<Groups, BackupReadProblem | { kind: 'storage failed' }>> {
    try {
      const found = await read(backupId);
      return found.ok ? await countGroups(found.value.reader, found.value.standing) : found;
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  const blocked = (addition: Addition, problem: AdditionProblem): Addition => ({
    ...addition,
    state: { step: 'blocked', problem, transient: problem.kind !== 'paused at Kit' && isTransient(problem) },
  });

  /** Until everybody is accounted for, a person wants it to stop, or Kit cannot go on. */
  async function run(from: Addition): Promise<void> {
    const found = await read(from.backupId);
    if (!found.ok) return void (await put(blocked(from, found.problem)));
    const { reader, standing } = found.value;
    const kit = deps.kit(from.account.id);
    let current = await activate(kit, await afterStop(from));
    const people = peopleFrom(reader, current.place);
    while (current.state.step === 'adding') {
      const wish = wishes.get(current.backupId);
      if (wish) current = await put({ ...current, state: { step: wish } });
      else if (current.batch.people.length > 0) current = await sendBatch(kit, current);
      else {
        const next = await nextBatch(people, standing, current);
        if (!next.ok) current = await put(blocked(current, next.problem));
        else if (next.value.batch.people.length > 0) current = next.value;
        else current = await put({ ...next.value, state: { step: 'done' } });
      }
    }
    // Kit's refusal came before a person's wish could be met.
    const wish = wishes.get(current.backupId);
    if (wish && current.state.step === 'blocked') await put({ ...current, state: { step: wish } });
  }

  /** People who may have been sent when the background stopped. */
  async function afterStop(addition: Addition): Promise<Addition> {
    const { batch, repeat } = addition;
    if (!batch.sent) return addition;
    if (!repeat) return { ...addition, batch: { ...batch, sent: false } };
    const outcomes = batch.people.map((person): PersonOutcome => ({ ...person, outcome: 'unknown' }));
    return put(counted({ ...addition, batch: { people: [], sent: false } }, outcomes), outcomes);
  }

  async function activate(kit: AdditionKit, addition: Addition): Promise<Addition> {
    const { step } = addition.state;
    // What was blocked before anybody was sent may have been blocked here.
    const first = step === 'activating' || (step === 'blocked' && doneOf(addition) === 0);
    if (!first) return put({ ...addition, state: { step: 'adding' } });
    const answer = await kit.setActive(addition.sequenceId, true);
    const done = answer.ok ? answer : await kit.sequence(addition.sequenceId);
    if (done.ok && done.value.active) return put({ ...addition, state: { step: 'adding' } });
    const problem = answer.ok ? ({ kind: 'paused at Kit' } as const) : answer.problem;
    return put(blocked(addition, problem.kind === 'not found' ? { kind: 'made gone' } : problem));
  }

  /** Takes people from the backup, until there are enough of them or no more. */
  async function nextBatch(
    from: ReturnType<typeof peopleFrom>,
    standing: Standing,
    addition: Addition,
  ): Promise<Result<Addition, BackupReadProblem>> {
    const people: Person[] = [];
    let { place } = addition;
    while (people.length < BATCH) {
      const { value: one } = await from.next();
      if (!one) break;
      if (!one.ok) return one;
      const { person, next } = one.value;
      if (groupsOf(person, standing).includes(addition.group)) {
        people.push({ id: person.id, email: person.email_address });
      }
      place = next;
    }
    return ok({ ...addition, place, batch: { people, sent: false } });
  }

  async function sendBatch(kit: AdditionKit, before: Addition): Promise<Addition> {
    const { people } = before.batch;
    const sending = await put({ ...before, batch: { people, sent: true } });
    const { outcomes, left, problem } = await addBatch(kit, before.sequenceId, people, before.repeat);
    const after = counted({ ...sending, batch: { people: left, sent: false } }, outcomes);
    return put(problem ? blocked(after, problem) : after, outcomes);
  }

  async function alone(backupId: string, work: () => Promise<void>): Promise<void> {
    if (running.has(backupId)) return;
    running.add(backupId);
    try {
      await deps.watch(true);
      await deps.lock(backupId, work);
    } finally {
      running.delete(backupId);
      wishes.delete(backupId);
      const open = await store.open();
      await deps.watch(running.size > 0 || open.some(goesOn));
    }
  }

  const goesOn = ({ state }: Addition) =>
    state.step === 'activating' || state.step === 'adding' || (state.step === 'blocked' && state.transient);

  /** Goes on with everything that goes on by itself. */
  async function resume(): Promise<void> {
    for (const { backupId } of (await store.open()).filter(goesOn)) {
      alone(backupId, async () => {
        const latest = await store.latest(backupId);
        if (latest && goesOn(latest)) await run(latest);
      }).catch(() => undefined);
    }
  }

  const recovered = resume().catch(() => undefined);

  async function begin(request: AdditionRequest): Promise<Result<Addition, AdditionRefusal>> {
    await recovered;
    const { backupId, group } = request;
    const restore = await deps.restores.latest(backupId);
    const sequenceId = restore?.state.step === 'done' ? restore.made?.sequenceId : undefined;
    const open = await store.latest(backupId);
    if (open && !isAdditionEnded(open)) {
      if (open.sequenceId === sequenceId || running.has(backupId)) return ok(open);
      // It added people to what an earlier restore had made.
      await put({ ...open, state: { step: 'cancelled' } });
    }
    if (!restore || sequenceId === undefined) return fail({ kind: 'not restored' });
    const counted = await groups(backupId);
    if (!counted.ok) return counted;
    const people = counted.value[group];
    if (people !== request.people) return fail({ kind: 'changed', people });
    if (people === 0) return fail({ kind: 'nobody' });
    const found = await read(backupId);
    if (!found.ok) return found;
    const addition = await put(additionOf(restore, sequenceId, found.value.standing.repeat, request));
    alone(backupId, () => run(addition)).catch(() => undefined);
    return ok(addition);
  }

  function additionOf(
    { backupId, account }: Restore,
    sequenceId: number,
    repeat: boolean,
    { group, people }: AdditionRequest,
  ): Addition {
    return {
      ...{ id: crypto.randomUUID(), backupId, account, sequenceId, repeat, group, of: people },
      ...{ counts: NOBODY, state: { step: 'activating' }, place: BEGINNING, startedAt: now() },
      batch: { people: [], sent: false },
    };
  }

  /** Adds these people, or joins the addition that is open. */
  function start(request: AdditionRequest): Promise<Result<Addition, AdditionRefusal>> {
    return joining(request.backupId, () =>
      begin(request).catch(() => fail({ kind: 'storage failed' } as const)),
    );
  }

  async function stop(backupId: string, wish: Wish): Promise<void> {
    if (running.has(backupId)) return void wishes.set(backupId, wish);
    await alone(backupId, async () => {
      const latest = await store.latest(backupId);
      if (!latest || isAdditionEnded(latest)) return;
      // What may have been sent when the background stopped is not known; it is said so.
      const settled = wish === 'cancelled' ? await unsent(latest) : latest;
      await put({ ...settled, state: { step: wish } });
    });
  }

  async function unsent(addition: Addition): Promise<Addition> {
    return addition.batch.sent ? afterStop({ ...addition, repeat: true }) : addition;
  }

  async function goOn(backupId: string): Promise<void> {
    await alone(backupId, async () => {
      const latest = await store.latest(backupId);
      if (!latest || isAdditionEnded(latest)) return;
      // Somebody may have paused it at Kit meanwhile; this is a person's wish to go on.
      await run({ ...latest, state: { step: 'activating' } });
    });
  }

  function follow(backupId: string, follower: (addition: Addition) => void): () => void {
    const leave = followers.add(backupId, follower);
    recovered
      .then(() => store.latest(backupId))
      .then((latest) => latest && followers.has(backupId, follower) && follower(latest))
      .catch(() => undefined);
    return leave;
  }

  async function* report(backupId: string): AsyncGenerator<PersonOutcome[]> {
    const latest = await store.latest(backupId);
    if (latest) yield* store.outcomes(latest.id);
  }

  return {
    groups,
    start,
    /** Between one batch and the next. */
    pause: (backupId: string) => void stop(backupId, 'paused').catch(() => undefined),
    cancel: (backupId: string) => void stop(backupId, 'cancelled').catch(() => undefined),
    goOn: (backupId: string) => void goOn(backupId).catch(() => undefined),
    follow,
    resume,
    /** What became of each person so far, some at a time. Rejects where the storage fails. */
    report,
  };
}

function counted(addition: Addition, outcomes: PersonOutcome[]): Addition {
  const counts = { ...addition.counts };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return { ...addition, counts };
}
