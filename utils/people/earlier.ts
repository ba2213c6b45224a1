import type { Addition, PersonOutcome } from './addition.ts';

/** The additions to a sequence that were, and what became of people in them. Methods reject when the storage fails. */
export interface Additions {
  /** The last one to this sequence. */
  latest(sequenceId: number): Promise<Addition | null>;
  /** A page of outcomes; `after` null for the first one, and `next` null on the last one. */
  outcomes(id: string, after: number | null): Promise<{ items: unknown[]; next: number | null }>;
}

/** The ids of all additions to this sequence, the last one first. */
export async function additionsTo(sequenceId: number, { latest }: Additions): Promise<string[]> {
  const last = await latest(sequenceId);
  return last ? [last.id, ...(last.earlier ?? [])] : [];
}

/**
 * Who is in the sequence by an earlier addition: where people can repeat, adding them again may begin it again. Of one
 * that the journal has forgotten nobody is known.
 */
export async function peopleAddedBy(
  { repeat, earlier = [] }: Pick<Addition, 'repeat' | 'earlier'>,
  { outcomes }: Additions,
): Promise<ReadonlySet<number>> {
  const added = new Set<number>();
  for (const id of repeat ? earlier : []) {
    let after: number | null = null;
    do {
      const page = await outcomes(id, after);
      for (const { id, outcome } of page.items as PersonOutcome[])
        if (outcome === 'added' || outcome === 'already') added.add(id);
      after = page.next;
    } while (after !== null);
  }
  return added;
}
