import { portName } from '../../utils/protocol.ts';
import { isSequenceJobEnded, type SequenceJob } from '../../utils/sequence/sequence-job.ts';
import { type Followed, useFollowed } from '../ui/port.ts';

const isOpen = ({ state }: SequenceJob) => !isSequenceJobEnded(state);

/**
 * Follows what happens to a sequence. The background cancels a delete when this port ends, as on closing the panel.
 * It takes whoever follows for somebody who sees the outcome, so a panel that is not shown yet does not follow.
 */
export function useSequenceJob(sequenceId: number, shown: boolean): Followed<SequenceJob> {
  return useFollowed<SequenceJob>(portName('sequence', sequenceId), isOpen, shown);
}
