import type { ListedSequence } from '../kit/shapes.ts';

/** A sequence of the account, as far as it may refer to another one. */
export interface Other {
  id: number;
  name: string;
  /** The sequences whose people it leaves out; null where Kit did not say. */
  excludes: number[] | null;
}

/** What is known to refer to a sequence. */
export interface References {
  /** They leave its people out. Were it deleted, these people might get their emails. */
  excludedFrom: { id: number; name: string }[];
  /** Every sequence of the account could be looked at. Only then is "none" none. */
  whole: boolean;
}

export const UNREAD: References = { excludedFrom: [], whole: false };

export function otherOf({ id, name, exclude_subscriber_sources: sources }: ListedSequence): Other {
  const excludes = sources?.flatMap(({ type, ids }) => (type === 'sequence' ? ids : [])) ?? null;
  return { id, name, excludes };
}

/** @param whole whether these are all of the account's sequences. */
export function referencesTo(sequenceId: number, sequences: Other[], whole: boolean): References {
  const others = sequences.filter(({ id }) => id !== sequenceId);
  return {
    excludedFrom: others
      .filter(({ excludes }) => excludes?.includes(sequenceId))
      .map(({ id, name }) => ({ id, name })),
    whole: whole && others.every(({ excludes }) => excludes !== null),
  };
}
