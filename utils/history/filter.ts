import type { HistoryEntry, HistoryKind, HistoryOutcome } from './entry.ts';

/** Which jobs somebody wants to see; null for all. */
export interface HistoryFilter {
  kind: HistoryKind | null;
  outcome: HistoryOutcome | null;
  accountId: number | null;
  /** Part of a name, or the id, of a sequence, whatever the case. */
  text: string;
}

export const ALL_JOBS: HistoryFilter = { kind: null, outcome: null, accountId: null, text: '' };

export function isWanted(entry: HistoryEntry, { kind, outcome, accountId, text }: HistoryFilter): boolean {
  const { sequence, madeSequenceId } = entry;
  const part = folded(text.trim());
  return (
    (kind === null || entry.kind === kind) &&
    (outcome === null || entry.outcome === outcome) &&
    (accountId === null || entry.account?.id === accountId) &&
    (part === '' ||
      folded(sequence.name ?? '').includes(part) ||
      [sequence.id, madeSequenceId].some((id) => String(id) === part))
  );
}

const folded = (text: string) => text.normalize('NFKC').toLocaleLowerCase();
