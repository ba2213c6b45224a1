import { i18n } from '#i18n';
import type { HistoryEntry, HistoryKind, HistoryOutcome, ToldJob } from '../../utils/history/entry.ts';
import type { Addition } from '../../utils/people/addition.ts';
import { outcomeOf as endOf, isRestoreEnded, type Restore } from '../../utils/restore/restore.ts';
import { isSequenceJobEnded, type SequenceJob } from '../../utils/sequence/sequence-job.ts';
import { outcomeOf } from '../jobs/outcome.ts';
import { additionProblemWords, countsWords } from '../restore/people-words.ts';
import { keptWords, leftWords, refusedWords, restoreProblemWords } from '../restore/words.ts';
import { stateWords } from '../retire/words.ts';
import { watchWords } from '../watch/words.ts';

/** What was done, or tried. */
export const KIND: Record<HistoryKind, () => string> = {
  pause: () => i18n.t('history.kind.pause'),
  resume: () => i18n.t('history.kind.resume'),
  delete: () => i18n.t('history.kind.delete'),
  'back up': () => i18n.t('history.kind.backUp'),
  restore: () => i18n.t('history.kind.restore'),
  'add people': () => i18n.t('history.kind.addPeople'),
  retire: () => i18n.t('history.kind.retire'),
  watch: () => i18n.t('history.kind.watch'),
};

export const OUTCOME: Record<HistoryOutcome, () => string> = {
  done: () => i18n.t('history.outcome.done'),
  canceled: () => i18n.t('history.outcome.canceled'),
  refused: () => i18n.t('history.outcome.refused'),
  failed: () => i18n.t('history.outcome.failed'),
  open: () => i18n.t('history.outcome.open'),
};

/** The sequence that it was about. */
export const nameOf = ({ sequence: { name, id } }: Pick<HistoryEntry, 'sequence'>): string =>
  name ?? `ID ${id}`;

/** What became of it, in the sentences in which its own page told it. */
export const toldWords = (job: ToldJob): string => (TOLD[job.kind] as (job: ToldJob) => string)(job);

const TOLD: { [K in HistoryKind]: (job: Extract<ToldJob, { kind: K }>) => string } = {
  pause: ofSequence,
  resume: ofSequence,
  delete: ofSequence,
  'back up': ofSequence,
  restore: ofRestore,
  'add people': ofAddition,
  retire: (job) => stateWords(job).join(' '),
  watch: (job) => watchWords(job).join(' '),
};

function ofSequence(job: SequenceJob): string {
  const { state } = job;
  if (!isSequenceJobEnded(state)) return i18n.t('history.underWay');
  return outcomeOf(job, state).sentences.join(' ');
}

function ofRestore({ state }: Restore): string {
  const end = endOf(state);
  switch (end?.step) {
    case 'done':
      return isRestoreEnded(state)
        ? i18n.t('restore.end.done')
        : [i18n.t('restore.end.done'), i18n.t('restore.step.rechecking')].join(' ');
    case 'refused':
      return refusedWords(end.why);
    case 'undone':
      return i18n.t('restore.end.undoneTitle');
    case 'cancelled':
      return [
        i18n.t('restore.end.cancelled'),
        leftWords(end.left),
        ...(end.kept ? [keptWords(end.kept)] : []),
      ].join(' ');
    default:
      return state.step === 'blocked' ? restoreProblemWords(state.problem) : i18n.t('history.underWay');
  }
}

function ofAddition(addition: Addition): string {
  const { state } = addition;
  const stands = state.step === 'blocked' ? [additionProblemWords(state.problem)] : [];
  return [...stands, ...countsWords(addition)].join(' ');
}
