import type { KitProblem } from '../../utils/kit/problems.ts';

/** What a person can do about a problem: the one button that is shown beside it. */
export type RecoveryAction = 'check' | 'retry' | 'connect' | 'reconnect' | 'allow';

/** What helps against a problem with Kit. */
export function recoveryFor({ kind }: Pick<KitProblem, 'kind'>): RecoveryAction {
  switch (kind) {
    case 'not connected':
      return 'connect';
    case 'unauthorized':
      return 'reconnect';
    case 'no permission':
      return 'allow';
    default:
      return 'retry';
  }
}
