import { i18n } from '#i18n';
import type { DifferenceReason } from '../../utils/restore/compare.ts';
import type { RelinkProblem } from '../../utils/restore/relinks.ts';
import type {
  KeptReason,
  Restore,
  RestoreProblem,
  RestoreRefusal,
  Twin,
  Work,
} from '../../utils/restore/restore.ts';
import { problemWords } from '../connection/problem-words.ts';
import { type RecoveryAction, recoveryFor } from '../ui/recovery.ts';
import { isolated, number } from '../ui/words.ts';

/** Why another sequence was not told, or could not be read. */
export type Unrelinked = RelinkProblem | RestoreProblem | { kind: 'not restored' };

/** What happened, in a sentence or two. */
export function restoreProblemWords(problem: RestoreProblem): string {
  switch (problem.kind) {
    case 'interrupted':
      return i18n.t('restore.end.interrupted');
    case 'backup gone':
      return i18n.t('restore.end.backupGone');
    case 'backup damaged':
      return i18n.t('restore.end.backupDamaged');
    case 'made gone':
      return i18n.t('restore.end.madeGone');
    case 'overdue':
      return i18n.t('restore.end.overdue');
    default:
      return problemWords(problem);
  }
}

/** Why another sequence was not told to keep out the new one, and that nothing changed where that is known. */
export function relinkProblemWords(problem: Unrelinked): string {
  switch (problem.kind) {
    case 'changed':
      return i18n.t('restore.relink.changed');
    case 'not tellable':
      return i18n.t('restore.relink.notTellable');
    case 'not restored':
      return i18n.t('restore.relink.notRestored');
    default:
      return restoreProblemWords(problem);
  }
}

/** What helps against it. */
export function recoveryForRestore(problem: Unrelinked | { kind: 'paused at Kit' }): RecoveryAction {
  switch (problem.kind) {
    case 'changed':
    case 'not tellable':
    case 'not restored':
      return 'check';
    case 'interrupted':
    case 'backup gone':
    case 'backup damaged':
    case 'made gone':
    case 'overdue':
    case 'paused at Kit':
      return 'retry';
    default:
      return recoveryFor(problem);
  }
}

/** Whether connecting the account again makes it go on; else a person may want to try before. */
export const waitsForAccount = (problem: Unrelinked | { kind: 'paused at Kit' }): boolean =>
  ['connect', 'reconnect'].includes(recoveryForRestore(problem));

/** What is being done. */
export function workWords(work: Work): string {
  switch (work.step) {
    case 'checking':
      return i18n.t('restore.step.checking');
    case 'creating':
      return i18n.t('restore.step.creating');
    case 'finding':
      return i18n.t('restore.step.finding');
    case 'writing':
      return i18n.t('restore.step.writing', placeOf(work));
    case 'matching':
      return i18n.t('restore.step.matching', placeOf(work));
    case 'publishing':
      return i18n.t('restore.step.publishing', placeOf(work));
    case 'naming':
      return i18n.t('restore.step.naming');
    case 'comparing':
      return i18n.t('restore.step.comparing');
    case 'inspecting':
      return i18n.t('restore.step.inspecting');
    case 'deleting':
      return i18n.t('restore.step.deleting');
    case 'settling':
      return i18n.t('restore.step.settling');
    case 'rechecking':
    case 'removing twin':
    case 'removing email':
      return i18n.t('restore.step.rechecking');
  }
}

/** The same, without what changes with each email: for whoever hears it announced. */
export function saidWords(work: Work): string {
  if (work.step === 'writing') return i18n.t('restore.step.writingAll');
  return work.step === 'publishing' ? i18n.t('restore.step.publishingAll') : workWords(work);
}

const placeOf = ({ email, of }: { email: number; of: number }) => ({
  number: number(email + 1),
  all: number(of),
});

/** Why nothing was sent. */
export function refusedWords(why: RestoreRefusal): string {
  switch (why.kind) {
    case 'backup gone':
      return i18n.t('restore.end.refusedGone');
    case 'backup damaged':
      return i18n.t('restore.end.refusedDamaged');
    case 'backup incomplete':
      return i18n.t('restore.end.refusedIncomplete');
    case 'not connected':
      return i18n.t('restore.otherAccount', { account: isolated(why.account.name) });
    case 'foreign account':
      return i18n.t('restore.end.refusedForeign', { account: isolated(why.account.name) });
    case 'other account':
      return i18n.t('restore.end.refusedOther', { account: isolated(why.account.name) });
    case 'storage failed':
      return i18n.t('problem.storageFailed');
  }
}

/** What is at Kit while a restore stands still. */
export function soFarWords({ made, lostAt }: Pick<Restore, 'made' | 'lostAt'>): string {
  if (made) return i18n.t('restore.end.stuckSomething');
  return lostAt === null ? i18n.t('restore.end.stuckNothing') : i18n.t('restore.end.stuckUnsure');
}

/** What a cancelled restore left at Kit. */
export function leftWords(left: 'nothing' | 'something' | 'unsure'): string {
  switch (left) {
    case 'nothing':
      return i18n.t('restore.end.leftNothing');
    case 'something':
      return i18n.t('restore.end.leftSomething');
    case 'unsure':
      return i18n.t('restore.end.leftUnsure');
  }
}

/** Why a second sequence that Kit made of the same request is still there. */
export function twinWords({ sequenceId, why }: Twin): string {
  const there = i18n.t('restore.end.twin', { id: String(sequenceId) });
  switch (why.kind) {
    case 'people':
      return `${there} ${i18n.t('restore.end.twinPeople', why.people, { count: number(why.people) })}`;
    case 'active':
      return `${there} ${i18n.t('restore.end.twinActive')}`;
    case 'edited':
      return `${there} ${i18n.t('restore.end.twinEdited')}`;
    case 'problem':
      return `${there} ${restoreProblemWords(why.problem)}`;
    case 'not seen':
      return there;
  }
}

/** Why what was made is still at Kit. */
export function keptWords(kept: KeptReason): string {
  switch (kept.kind) {
    case 'people':
      return i18n.t('restore.end.keptPeople', kept.people, { count: number(kept.people) });
    case 'active':
      return i18n.t('restore.end.keptActive');
    case 'edited':
      return i18n.t('restore.end.keptEdited');
    case 'problem':
      return i18n.t('restore.end.keptProblem', { problem: restoreProblemWords(kept.problem) });
    case 'not seen':
      return i18n.t('restore.end.keptNotSeen', { problem: restoreProblemWords(kept.problem) });
  }
}

/** Why something is different. That it was restored paused is said with what it is about. */
export function whyWords(why: Exclude<DifferenceReason, { kind: 'paused' }>): string {
  switch (why.kind) {
    case 'changed':
      return i18n.t('restore.comparison.whyChanged');
    case 'refused':
      return why.messages.length > 0
        ? i18n.t('restore.comparison.whyRefused', { messages: why.messages.join('; ') })
        : i18n.t('restore.comparison.whyRefusedSilent');
    case 'not sent':
      return i18n.t('restore.comparison.whyNotSent');
    case 'unknown field':
      return i18n.t('restore.comparison.whyUnknownField');
    case 'missing':
      return i18n.t('restore.comparison.whyMissing');
    case 'email refused':
      return why.messages.length > 0
        ? i18n.t('restore.comparison.whyEmailRefused', { messages: why.messages.join('; ') })
        : i18n.t('restore.comparison.whyEmailRefusedSilent');
    case 'extra':
      return i18n.t('restore.comparison.whyExtra');
  }
}
