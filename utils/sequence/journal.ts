import { openRows, type Rows } from '../journal/rows.ts';
import { isOperationEnded, type Operation } from './operation.ts';

/** Every operation, by the sequence that it is about. */
export type Journal = Rows<Operation, number>;

export function openJournal(): Journal {
  return openRows({
    database: 'journal',
    store: 'operations',
    subject: 'sequenceId',
    hasEnded: ({ state }) => isOperationEnded(state),
  });
}
