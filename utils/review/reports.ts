/** The reports on sequences that are being gathered, so that a job on one of them ends its report: a person waits for the job. */
export function createReports() {
  const open = new Map<number, Set<AbortController>>();
  return {
    /** @returns a signal of its end, and what says that it is over by itself. */
    begin(sequenceId: number): { ended: AbortSignal; over(): void } {
      const report = new AbortController();
      const others = open.get(sequenceId) ?? new Set();
      open.set(sequenceId, others.add(report));
      return {
        ended: report.signal,
        over() {
          others.delete(report);
          if (others.size === 0 && open.get(sequenceId) === others) open.delete(sequenceId);
        },
      };
    },
    /** Nothing more is asked of Kit for any report on this sequence. */
    end(sequenceId: number): void {
      const reports = open.get(sequenceId) ?? [];
      open.delete(sequenceId);
      for (const report of reports) report.abort();
    },
  };
}

export type Reports = ReturnType<typeof createReports>;
