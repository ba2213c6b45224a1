import { i18n } from '#i18n';
import { line } from '../../utils/backup/file/csv.ts';
import type { WaitingPerson } from '../../utils/review/waiting-people.ts';

/** The people as a CSV, with nothing in it that a spreadsheet would run. Times are ISO 8601 in UTC. */
export function waitingCsv(people: WaitingPerson[], subjects: string[]): string {
  const time = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());
  const heading = ['address', 'name', 'next', 'dueFrom', 'dueTo'] as const;
  const lines = people.map(({ address, name, next, due }) => {
    const emails = subjects.slice(next.from, next.to + 1).join(' / ');
    return line([address, name, emails, time(due?.from), time(due?.to)]);
  });
  return line(heading.map((column) => i18n.t(`people.csv.${column}`))) + lines.join('');
}
