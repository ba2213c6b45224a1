import type { JobDefinition, NewJob, Priority, Tools } from '../jobs/job.ts';
import type { Kit, KitResult } from '../kit/client.ts';
import { lookTwice } from '../kit/look.ts';
import { needsConnection } from '../kit/problems.ts';
import type { ListedSequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import type { Review } from '../review/review.ts';
import { DAY } from '../review/zone.ts';
import { isSequenceJobEnded, type SequenceJob, type SequenceJobKind } from '../sequence/sequence-job.ts';
import { nextRetirement, type RetirementEvent } from './machine.ts';
import { isRetirementEnded, type RemindDays, type Retirement, subjectOfRetirement } from './retirement.ts';
import { sinceIn } from './since.ts';

export interface RetireDependencies {
  /** Kit as this account sees it. */
  kit(accountId: number, priority: Priority): Pick<Kit, 'sequence'>;
  /** All sequences of an account. Several that ask at about the same time are answered by one request. */
  listSequences(accountId: number): Promise<KitResult<ListedSequence[]>>;
  /** Tells the person that the day has come. Never rejects. */
  remind(job: Retirement): Promise<void>;
}

interface RetireRequest {
  sequenceId: number;
  /** As it was shown; null where that is not known any more. */
  review: Review | null;
  days: RemindDays;
  notify: boolean;
}

type RetireDefinition = JobDefinition<
  Retirement,
  RetireRequest,
  RetirementEvent,
  { kind: 'no review' },
  null
>;

/** A sequence that is paused, and of which its owner is reminded when it has rested for a while. */
export function retireJob({ kit, listSequences, remind }: RetireDependencies): RetireDefinition {
  async function read({ review, sequenceId, priority }: Retirement, tools: Tools<Retirement>) {
    const answer = await lookTwice(() => kit(review.account.id, priority).sequence(sequenceId), tools.sleep);
    // The second look was made too early.
    return !answer.ok && answer.problem.kind === 'not found' && tools.signal.aborted ? null : answer;
  }

  /** Kit's own word on the one sequence, which no list is. */
  async function readEvent(job: Retirement, tools: Tools<Retirement>): Promise<RetirementEvent> {
    const answer = await read(job, tools);
    if (!answer) return { event: 'interrupted' };
    const at = tools.now();
    if (answer.ok) return { event: 'read', sequence: answer.value, at };
    const { problem } = answer;
    return problem.kind === 'not found' ? { event: 'gone' } : { event: 'failed', problem, at };
  }

  /** Right after another job, Kit's own word counts, and no list. */
  async function lookClosely(job: Retirement, tools: Tools<Retirement>): Promise<RetirementEvent> {
    const event = await readEvent(job, tools);
    if (event.event !== 'read') return event;
    return event.sequence.active ? { event: 'resumed' } : { event: 'unchanged', at: event.at };
  }

  async function look(job: Retirement, tools: Tools<Retirement>): Promise<RetirementEvent> {
    const list = await listSequences(job.review.account.id);
    if (!list.ok) return { event: 'failed', problem: list.problem, at: tools.now() };
    const listed = sinceIn(list.value, job, tools.now());
    if (listed.is === 'resting') {
      return { event: 'looked', since: listed.since, referredBy: listed.referredBy };
    }
    // Lists lag: what ends it is asked for by id.
    const event = await readEvent(job, tools);
    if (event.event !== 'read') return event;
    if (event.sequence.active) return { event: 'resumed' };
    const since = sinceIn([event.sequence, ...list.value], job, event.at);
    return since.is === 'resting'
      ? { event: 'looked', since: since.since, referredBy: since.referredBy }
      : { event: 'resumed' };
  }

  /** Has a job done on the sequence, with the review that the person saw, or that it was left with. */
  async function settle(
    { sequenceId, review }: Retirement,
    place: number,
    kind: SequenceJobKind,
    tools: Tools<Retirement>,
  ): Promise<RetirementEvent> {
    const started = await tools.child(place, kind, { sequenceId, review, backUp: false });
    if (!started.ok) return { event: 'settled', end: { step: 'busy' }, at: tools.now() };
    const child = (await tools.rested(started.value.id)) as SequenceJob | null;
    if (!child || !isSequenceJobEnded(child.state)) return { event: 'interrupted' };
    return { event: 'settled', end: child.state, at: tools.now() };
  }

  async function work(job: Retirement, tools: Tools<Retirement>): Promise<RetirementEvent> {
    switch (job.state.step) {
      case 'reading':
        return readEvent(job, tools);
      case 'pausing':
        return settle(job, 0, 'pause', tools);
      case 'looking':
        return job.state.closely ? lookClosely(job, tools) : look(job, tools);
      case 'reminding':
        await remind(job);
        return { event: 'reminded', at: tools.now() };
      case 'bringing back':
        return settle(job, job.attempts, 'resume', tools);
      default:
        return { event: 'interrupted' };
    }
  }

  return {
    kind: 'retire',
    // It rests for as long as the person wants, and changes nothing by itself.
    deadline: Number.POSITIVE_INFINITY,
    retold: 'always',
    subjectOf: ({ sequenceId }) => subjectOfRetirement(sequenceId),
    async begin({ sequenceId, review, days, notify }, at) {
      if (review?.sequence.id !== sequenceId) return fail({ kind: 'no review' });
      return ok({
        kind: 'retire',
        subject: subjectOfRetirement(sequenceId),
        state: { step: 'reading', paused: false },
        attended: false,
        priority: 'interactive',
        sequenceId,
        review,
        notify,
        retiredAt: null,
        remindAt: at + days * DAY,
        remindedAt: null,
        referredBefore: null,
        found: null,
        unseen: null,
        attempts: 0,
        notBack: null,
      } satisfies NewJob<Retirement>);
    },
    next: nextRetirement,
    hasEnded: ({ state }) => isRetirementEnded(state),
    rest: ({ state }) => (state.step === 'resting' || state.step === 'due' ? 'retry' : 'work'),
    restsUntil: ({ state }) => ('lookAt' in state ? state.lookAt : null),
    waitsForAccount: ({ state, unseen, review }) =>
      'lookAt' in state && unseen && needsConnection(unseen) ? review.account.id : null,
    onlyLooks: ({ state }) => state.step === 'reading' || state.step === 'looking',
    needsWatcher: () => false,
    prepare: async () => null,
    work: (job, _, tools) => work(job, tools),
    unwritten: (before) => before,
  };
}
