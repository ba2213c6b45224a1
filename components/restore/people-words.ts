import { i18n } from '#i18n';
import { createCollector } from '../../utils/backup/collect.ts';
import { line } from '../../utils/backup/file/csv.ts';
import type {
  Addition,
  AdditionProblem,
  AdditionRefusal,
  PersonOutcome,
} from '../../utils/people/addition.ts';
import { peopleWords } from '../backup/about.ts';
import { number } from '../ui/words.ts';
import { restoreProblemWords } from './words.ts';

/** Why nobody was added. */
export function additionRefusalWords(refusal: AdditionRefusal): string {
  switch (refusal.kind) {
    case 'not restored':
      return i18n.t('restore.people.notRestored');
    case 'changed':
      return i18n.t('restore.people.changed', { people: peopleWords(refusal.people) });
    case 'nobody':
      return i18n.t('restore.people.nobodyThere');
    default:
      return i18n.t('restore.people.nothingAdded', { problem: restoreProblemWords(refusal) });
  }
}

/** Why it stands still. */
export const additionProblemWords = (problem: AdditionProblem) =>
  problem.kind === 'paused at Kit' ? i18n.t('restore.people.pausedAtKit') : restoreProblemWords(problem);

/** Of those who were not added: what became of how many, without what became of nobody. */
export function countsWords({ counts, unusable = 0 }: Pick<Addition, 'counts' | 'unusable'>): string[] {
  const { already, gone, refused, unknown } = counts;
  return [
    ...(already > 0 ? [i18n.t('restore.people.already', { count: number(already) })] : []),
    ...(gone > 0 ? [i18n.t('restore.people.gone', { count: number(gone) })] : []),
    ...(refused > 0 ? [i18n.t('restore.people.refused', { count: number(refused) })] : []),
    ...(unknown > 0 ? [i18n.t('restore.people.unknown', { count: number(unknown) })] : []),
    ...(unusable > 0 ? [unusableWords(unusable)] : []),
  ];
}

export const unusableWords = (count: number): string =>
  i18n.t('restore.people.unusable', { count: number(count) });

/** Everybody who was not added, a line each. Rejects where the storage fails. */
export async function reportCsv(outcomes: AsyncIterable<PersonOutcome[]>): Promise<Blob> {
  const collector = createCollector();
  const encoder = new TextEncoder();
  const add = (values: unknown[]) => collector.add(encoder.encode(line(values)));
  add([
    i18n.t('restore.people.reportEmail'),
    i18n.t('restore.people.reportId'),
    i18n.t('restore.people.reportOutcome'),
    i18n.t('restore.people.reportReason'),
  ]);
  for await (const some of outcomes) {
    for (const { id, email, outcome, messages = [] } of some) {
      if (outcome !== 'added') add([email, id, outcomeWords(outcome), messages.join('; ')]);
    }
  }
  return collector.file('text/csv');
}

function outcomeWords(outcome: Exclude<PersonOutcome['outcome'], 'added'>): string {
  switch (outcome) {
    case 'already':
      return i18n.t('restore.people.outcomeAlready');
    case 'gone':
      return i18n.t('restore.people.outcomeGone');
    case 'refused':
      return i18n.t('restore.people.outcomeRefused');
    case 'unknown':
      return i18n.t('restore.people.outcomeUnknown');
  }
}
