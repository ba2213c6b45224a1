import type { Kit } from '../kit/client.ts';
import type { RestoreEvent } from './machine.ts';
import type { RestoreProblem } from './restore.ts';

export type RestoreKit = Pick<
  Kit,
  | 'account'
  | 'sequence'
  | 'sequences'
  | 'createSequence'
  | 'updateSequence'
  | 'deleteSequence'
  | 'countSubscribers'
  | 'emails'
  | 'email'
  | 'createEmail'
  | 'updateEmail'
  | 'deleteEmail'
>;

/** Whether it may work later, or as soon as there is a connection, without a person's doing anything about it here. */
export function isTransient({ kind }: RestoreProblem): boolean {
  switch (kind) {
    case 'server error':
    case 'timeout':
    case 'unreachable':
    case 'rate limited':
    case 'not from Kit':
    case 'no permission':
    case 'storage failed':
    case 'interrupted':
      return true;
    case 'not connected':
    case 'unauthorized':
    case 'forbidden':
    case 'not found':
    case 'too large':
    case 'invalid':
    case 'reply too large':
    case 'not understood':
    case 'backup gone':
    case 'backup damaged':
    case 'made gone':
    case 'overdue':
      return false;
  }
}

export function failure(problem: RestoreProblem): RestoreEvent {
  return { event: 'failed', problem, transient: isTransient(problem) };
}
