import type { Rows } from './rows.ts';

interface Row {
  id: string;
  startedAt: number;
}

/** A journal in memory. @param rows what an earlier life of the background left. */
export function memoryRows<R extends Row, Subject>(
  subjectOf: (row: R) => Subject,
  hasEnded: (row: R) => boolean,
  rows: R[] = [],
) {
  const kept = new Map(rows.map((row) => [row.id, row]));
  const journal: Rows<R, Subject> = {
    write: async (row) => void kept.set(row.id, row),
    read: async (id) => kept.get(id) ?? null,
    open: async () => [...kept.values()].filter((row) => !hasEnded(row)),
    latest: async (subject) => [...kept.values()].findLast((row) => subjectOf(row) === subject) ?? null,
    forget: async () => undefined,
  };
  return { journal, kept };
}
