import { followPort } from '../../utils/protocol.ts';
import { isOperationEnded, type Operation } from '../../utils/sequence/operation.ts';
import { useFollowed } from '../ui/port.ts';

export interface FollowedOperation {
  operation: Operation | null;
  /** The background cannot be reached while an operation is open. */
  lost: boolean;
  /** Puts an ended operation out of sight. */
  clear(): void;
  /** Connects again where the browser stopped the background in the meantime. */
  connect(): void;
  /** The same, before something is started: then there is more to come. */
  expect(): void;
}

const isOpen = ({ state }: Operation) => !isOperationEnded(state);

/**
 * Follows what happens to a sequence. The background cancels a countdown when this port ends, as on closing the panel.
 * It takes whoever follows for somebody who sees the outcome, so a panel that is not shown yet does not follow.
 */
export function useFollowing(sequenceId: number, shown: boolean): FollowedOperation {
  const { told, lost, forget, connect, expect } = useFollowed<Operation>(
    followPort(sequenceId),
    isOpen,
    shown,
  );
  return { operation: told, lost, clear: forget, connect, expect };
}
