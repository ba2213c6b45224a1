import { i18n } from '#i18n';
import type { KitProblem } from '../../utils/kit/problems.ts';
import type {
  Operation,
  OperationEnd,
  OperationKind,
  OperationRefusal,
} from '../../utils/sequence/operation.ts';
import { problemWords } from '../connection/problem-words.ts';
import { type RecoveryAction, recoveryFor } from '../ui/recovery.ts';
import { refusalWords } from './refusal-words.ts';

/** What a person is told of an operation: what happened, whether anything changed at Kit, and what to do. */
export interface OutcomeMessage {
  tone: 'status' | 'alert';
  title: string | null;
  sentences: string[];
  recovery: RecoveryAction | null;
}

/** Every way in which an operation ends, or waits for Kit, in words. */
export function outcomeOf(operation: Operation, state: OperationEnd | Unsettled): OutcomeMessage {
  const { kind, backupId } = operation;
  switch (state.step) {
    case 'done':
      return {
        tone: 'status',
        ...doneWords(kind, state.how, backupId !== null),
        recovery: kind === 'delete' ? null : 'check',
      };
    case 'cancelled':
      return {
        tone: 'status',
        title: null,
        sentences: [
          ...(state.by === 'background stopped' ? [i18n.t('result.stopped')] : []),
          i18n.t('result.cancelled'),
        ],
        recovery: 'check',
      };
    case 'refused':
      return refusedOutcome(operation, state.why);
    case 'failed':
      return alert(
        [
          state.problem.kind === 'interrupted' ? i18n.t('result.interrupted') : problemWords(state.problem),
          effectWords(state.effect, kind),
        ],
        state.effect === 'none' && state.problem.kind !== 'interrupted'
          ? recoveryFor(state.problem)
          : 'check',
      );
    case 'settling': {
      const recovery = recoveryFor(state.look);
      return alert(
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

function refusedOutcome({ kind, review, backupId }: Operation, why: OperationRefusal): OutcomeMessage {
  const words = refusalWords(why, kind, review?.account.name ?? '');
  if (why.kind === 'no backup') {
    const recovery = why.problem.kind === 'kit' ? recoveryFor(why.problem.problem) : 'retry';
    return alert([words, i18n.t('effect.none')], recovery);
  }
  // A backup takes its time, and an active sequence gains people meanwhile.
  const gained = why.kind === 'changed' && why.changes.some((change) => change.kind === 'more people');
  const pauseFirst = gained && backupId !== null && review?.sequence.active;
  return alert([words, ...(pauseFirst ? [i18n.t('refused.pauseFirst')] : [])], 'check');
}

function alert(sentences: string[], recovery: RecoveryAction): OutcomeMessage {
  return { tone: 'alert', title: null, sentences, recovery };
}

/** Whether anything changed at Kit, after a failure. */
function effectWords(effect: 'none' | 'not seen' | 'unknown', kind: OperationKind): string {
  if (effect === 'none') return i18n.t('effect.none');
  if (effect === 'unknown') return i18n.t('effect.unknown');
  return kind === 'delete' ? i18n.t('effect.notSeenDelete') : i18n.t('effect.notSeen');
}

function doneWords(
  kind: OperationKind,
  how: 'now' | 'already',
  backedUp: boolean,
): { title: string; sentences: string[] } {
  const now = how === 'now';
  switch (kind) {
    case 'pause':
      return {
        title: i18n.t('result.paused'),
        sentences: [now ? i18n.t('result.pausedNow') : i18n.t('result.pausedAlready')],
      };
    case 'resume':
      return {
        title: i18n.t('result.resumed'),
        sentences: [now ? i18n.t('result.resumedNow') : i18n.t('result.resumedAlready')],
      };
    case 'delete':
      return {
        title: i18n.t('result.deleted'),
        sentences: [
          now ? i18n.t('result.deletedNow') : i18n.t('result.deletedAlready'),
          ...(backedUp ? [i18n.t('result.backupKept')] : []),
        ],
      };
  }
}
