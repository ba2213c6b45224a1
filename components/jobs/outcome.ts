import { i18n } from '#i18n';
import type { KitProblem } from '../../utils/kit/problems.ts';
import type { SequenceJob, SequenceJobEnd, SequenceJobRefusal } from '../../utils/sequence/sequence-job.ts';
import { problemWords } from '../connection/problem-words.ts';
import { type RecoveryAction, recoveryFor } from '../ui/recovery.ts';
import { KIND_WORDS, type KindWords } from './kinds.ts';
import { refusalWords } from './refusal-words.ts';

/** What a person is told of a job: what happened, whether anything changed at Kit, and what to do. */
export interface OutcomeMessage {
  tone: 'status' | 'alert';
  title: string | null;
  sentences: string[];
  recovery: RecoveryAction | null;
}

/** Every way in which a job on a sequence ends, or waits for Kit, in words. */
export function outcomeOf(job: SequenceJob, state: SequenceJobEnd | Unsettled): OutcomeMessage {
  const { kind, backupId } = job;
  const words = KIND_WORDS[kind];
  switch (state.step) {
    case 'done':
      return {
        tone: 'status',
        ...words.done(state.how, backupId !== null),
        recovery: words.checksAfter ? 'check' : null,
      };
    case 'cancelled':
      return {
        tone: 'status',
        title: null,
        sentences: [
          ...(state.by === 'background stopped' ? [i18n.t('result.stopped')] : []),
          ...(state.by === 'too late' ? [i18n.t('result.tooLate')] : []),
          words.cancelled(),
        ],
        recovery: 'check',
      };
    case 'refused':
      return refusedOutcome(job, state.why);
    case 'failed':
      return alert(
        state.effect === 'unknown' ? i18n.t('result.unsure') : words.failed(),
        [
          state.problem.kind === 'interrupted' ? i18n.t('result.interrupted') : problemWords(state.problem),
          effectWords(state.effect, words),
        ],
        state.effect === 'none' && state.problem.kind !== 'interrupted'
          ? recoveryFor(state.problem)
          : 'check',
      );
    case 'settling': {
      const recovery = recoveryFor(state.look);
      return alert(
        i18n.t('result.unsureYet'),
        [i18n.t('result.unsettled'), problemWords(state.look), i18n.t('result.lookingOn')],
        recovery === 'retry' ? 'check' : recovery,
      );
    }
  }
}

/** The outcome is open, and the last look at Kit told nothing. */
export interface Unsettled {
  step: 'settling';
  look: KitProblem;
}

function refusedOutcome({ kind, review, backupId }: SequenceJob, why: SequenceJobRefusal): OutcomeMessage {
  const title = KIND_WORDS[kind].failed();
  const words = refusalWords(why, review?.account.name ?? '');
  if (why.kind === 'no backup') {
    const recovery = why.problem.kind === 'kit' ? recoveryFor(why.problem.problem) : 'retry';
    return alert(title, [words, i18n.t('effect.none')], recovery);
  }
  if (why.kind === 'not saved') {
    const only = kind === 'back up';
    return alert(
      only ? i18n.t('result.notSaved') : title,
      [words, only ? i18n.t('result.stillKept') : i18n.t('effect.none'), i18n.t('result.savingOff')],
      'retry',
    );
  }
  // A backup takes its time, and an active sequence gains people meanwhile.
  const gained = why.kind === 'changed' && why.changes.some((change) => change.kind === 'more people');
  const pauseFirst = gained && backupId !== null && review?.sequence.active;
  return alert(title, [words, ...(pauseFirst ? [i18n.t('refused.pauseFirst')] : [])], 'check');
}

function alert(title: string, sentences: string[], recovery: RecoveryAction): OutcomeMessage {
  return { tone: 'alert', title, sentences, recovery };
}

/** Whether anything changed at Kit, after a failure. */
function effectWords(effect: 'none' | 'not seen' | 'unknown', words: KindWords): string {
  if (effect === 'none') return i18n.t('effect.none');
  if (effect === 'unknown') return i18n.t('effect.unknown');
  return words.notSeen();
}
