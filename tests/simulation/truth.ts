import type { Batch } from '../../utils/jobs/batch.ts';
import type { Job } from '../../utils/jobs/job.ts';
import { inOrder } from '../../utils/kit/order.ts';
import type { SequenceEmail } from '../../utils/kit/shapes.ts';
import type { Addition, PersonOutcome } from '../../utils/people/addition.ts';
import type { Restore } from '../../utils/restore/restore.ts';
import type { SequenceJob } from '../../utils/sequence/sequence-job.ts';
import type { Watch } from '../../utils/watch/watch.ts';
import { parsed } from './backed-up.ts';
import { type History, isOfSequence, short } from './history.ts';
import { type Held, LAG } from './kit.ts';
import { TAKEN } from './kit-api.ts';
import { hasEnded } from './world.ts';

const DAY = 24 * 60 * 60_000;

/** Whether what is told of a job is so at Kit. */
export class Truth {
  private readonly history: History;

  constructor(history: History) {
    this.history = history;
  }

  /** What can be told only when nothing is under way any more. */
  atEnd(row: Job): void {
    this.isTrue(row);
    if (row.kind === 'restore') this.isNotStuck(row as Restore);
    if (row.kind === 'add people') this.isTrueOfAddition(row as Addition);
    if (row.kind === 'batch') this.isTrueOfBatch(row as Batch);
  }

  /** Emails take a month: who came in within two weeks, and long enough before the look for Kit's lists to show it, waits. */
  isClear(row: Watch): void {
    if (row.state.step !== 'telling' || row.state.what !== 'clear') return;
    const { kit, time } = this.history.world;
    const held = kit.held.find(({ sequence }) => sequence.id === row.sequenceId);
    const lookedAt = this.history.entered.get(`${row.id} looking`) ?? 0;
    const isSeen = (at: number) => at < lookedAt - LAG;
    const isSent = held?.emails.some(({ email, at }) => email.published && isSeen(at));
    const waits = [...(held?.people.values() ?? [])].filter(
      ({ person, at }) => person.state === 'active' && isSeen(at) && at > time.true - 14 * DAY,
    );
    if (isSent && waits.length > 0 && Math.abs(time.skew) < 10 * DAY)
      this.history.violate('Somebody waits', { waits: waits.length, ...short(row) });
  }

  changedNothing(row: Job): void {
    const { state } = row;
    const isUntouched =
      ['refused', 'cancelled'].includes(state.step) ||
      (state.step === 'failed' && Reflect.get(state, 'effect') === 'none');
    if (isOfSequence(row) && isUntouched && this.history.did(row.id).length > 0) {
      this.history.violate('What changed nothing did', { ...short(row), did: this.history.did(row.id) });
    }
    if (row.kind === 'restore' && state.step === 'refused' && this.history.did(row.id).length > 0) {
      this.history.violate('What changed nothing did', { ...short(row), did: this.history.did(row.id) });
    }
  }

  /** What is told of a job is so at Kit. */
  isTrue(row: Job): void {
    if (!hasEnded(row)) return;
    this.changedNothing(row);
    if (isOfSequence(row)) this.isTrueOfSequence(row);
    if (row.kind === 'restore') this.isTrueOfRestore(row as Restore);
  }

  private isTrueOfSequence(row: SequenceJob): void {
    if (row.state.step !== 'done') return;
    const untrue = () => this.history.violate('What was told is not so', short(row));
    const { kind, sequenceId, backupId, state } = row;
    if (kind === 'delete' && this.history.world.kit.find(sequenceId)) untrue();
    if (kind === 'delete' && state.how === 'already' && this.history.did(row.id).length > 0) untrue();
    if (kind === 'back up') {
      this.history.look(
        this.history.world.browser.storage.backups.find(backupId ?? '').then((backup) => {
          if (backup?.completedAt == null) untrue();
        }),
      );
    }
    if (kind !== 'pause' && kind !== 'resume') return;
    const held = this.history.world.kit.held.find(({ sequence }) => sequence.id === sequenceId);
    const since = this.history.begun.get(row.id) ?? 0;
    const wanted = kind === 'resume';
    const wasSo = held?.states.some(
      ({ active }, at) => active === wanted && (held.states[at + 1]?.at ?? Infinity) >= since,
    );
    if (!wasSo) untrue();
  }

  private isTrueOfRestore(row: Restore): void {
    const { state, id } = row;
    const made = this.history.made(id);
    const alive = made.filter(({ deletedAt, isRenamed }) => deletedAt === null && !isRenamed);
    const untrue = () =>
      this.history.violate('What was told is not so', {
        ...short(row),
        made: made.map(({ sequence }) => sequence),
      });
    if (state.step === 'refused' && made.length > 0) untrue();
    if (state.step === 'cancelled' && state.left === 'nothing' && made.length > 0) untrue();
    if (state.step === 'undone' && alive.length > 0) untrue();
    if (state.step !== 'done' || made.some(({ isEdited }) => isEdited)) return;
    const named = row.twins.map(({ sequenceId }) => sequenceId);
    const one = alive.find(({ sequence }) => sequence.id === row.made?.sequenceId);
    const twins = alive.filter((other) => other !== one && !named.includes(other.sequence.id));
    const isActive = this.history.did(id).some(({ what }) => what === 'active');
    // A name that Kit refused is told, and the one with the mark stays.
    const isNamed = one?.sequence.name === row.sequence.name || isLeftOut(row, 'name');
    if (!one || (twins.length > 0 && !row.twinsUnsure) || !isNamed || isActive) untrue();
    else this.history.look(this.isAsBackedUp(row, one, untrue));
  }

  private async isAsBackedUp(row: Restore, { emails }: Held, untrue: () => void) {
    const { backupId, leftOut, comparison, twinsUnsure } = row;
    // What is not as it was is named.
    const isNamed = comparison?.different.some(({ why }) => why.kind === 'extra');
    if (leftOut.length > 0 || isNamed || twinsUnsure) return;
    const reader = await this.history.world.browser.storage.backups.open(backupId);
    const kept = await parsed<SequenceEmail[]>(reader, 'emails');
    const gist = (some: SequenceEmail[]) =>
      JSON.stringify(inOrder(some).map(({ content, published }) => [content, published]));
    if (!kept || gist(kept) !== gist(emails.map(({ email }) => email))) untrue();
  }

  private isNotStuck(row: Restore): void {
    const { state, id } = row;
    const isTaken =
      state.step === 'blocked' && state.problem.kind === 'invalid' && state.problem.messages.includes(TAKEN);
    const isOwn = this.history.made(id).every(({ isEdited }) => !isEdited);
    if (isTaken && isOwn) this.history.violate('It waits for what it made itself', short(row));
  }

  private isTrueOfAddition(row: Addition): void {
    const items = this.history.world.browser.storage.kept.items.filter(({ job }) => job === row.id);
    const outcomes = items.map(({ item }) => item as PersonOutcome);
    const told = new Map(outcomes.map(({ id, outcome }) => [id, outcome]));
    const untrue = (why: string) => this.history.violate('What was told is not so', { why, ...short(row) });
    const counted = Object.values(row.counts).reduce((sum, count) => sum + count, 0);
    if (told.size !== outcomes.length || counted !== outcomes.length) untrue('counts');
    const held = this.history.world.kit.held.find(({ sequence }) => sequence.id === row.sequenceId);
    for (const [person, outcome] of told) {
      if ((outcome === 'added' || outcome === 'already') && !held?.people.has(person))
        untrue(`not ${person}`);
    }
    if (!hasEnded(row)) return;
    if (row.state.step === 'done' && told.size !== row.of) untrue('not everybody');
    for (const { what, of, isTwin } of this.history.did(row.id)) {
      const outcome = told.get(Number(of));
      if (what === 'add' && (outcome === undefined || outcome === 'gone' || outcome === 'refused')) {
        untrue(`${of} ${outcome}`);
      }
      if (isTwin && outcome === 'already') untrue(`${of} began twice`);
    }
  }

  private isTrueOfBatch(row: Batch): void {
    for (const { id, outcome } of row.jobs) {
      const child = this.history.row(id);
      if (outcome && child && hasEnded(child) && child.state.step !== outcome.step) {
        this.history.violate('What was told is not so', { outcome, child: short(child) });
      }
    }
    const children = this.history.world.browser.storage.rows().filter(({ parent }) => parent?.id === row.id);
    const places = new Set(children.map(({ parent }) => parent?.place));
    if (places.size !== children.length)
      this.history.violate('One of a list was begun twice', children.map(short));
  }
}

const isLeftOut = ({ leftOut }: Restore, field: string): boolean =>
  leftOut.some(({ email, fields }) => email === null && fields.includes(field));
