import type { KitResult } from '../kit/client.ts';
import { lookTwice } from '../kit/look.ts';
import type { Sequence } from '../kit/shapes.ts';
import type { SequenceEvent } from './events.ts';
import type { SequenceChange, SequenceKit } from './kinds.ts';
import { isRefusal, type LostReply } from './sequence-job.ts';

/** After a lost reply Kit is asked again after these pauses, in ms: it may still be at work on the write. */
const PAUSES = [500, 1500, 4000];

/**
 * What Kit holds after a write whose outcome is not certain: GET by id is current, so it decides.
 *
 * @param lost what came instead of a plain answer.
 */
export async function settle(
  kit: Pick<SequenceKit, 'sequence'>,
  change: Pick<SequenceChange, 'isAsWanted'>,
  id: number,
  sleep: (ms: number) => Promise<void>,
  lost: LostReply = { kind: 'interrupted' },
): Promise<SequenceEvent> {
  const look = async () => seen(change, await lookTwice(() => kit.sequence(id), sleep));
  let event = await look();
  for (const pause of PAUSES) {
    if (event.event === 'gone' || event.event === 'as wanted') break;
    // What Kit refused it is not at work on.
    if (event.event === 'effect not seen' && isRefusal(lost)) break;
    await sleep(pause);
    event = await look();
  }
  return event;
}

function seen({ isAsWanted }: Pick<SequenceChange, 'isAsWanted'>, look: KitResult<Sequence>): SequenceEvent {
  if (look.ok) return { event: isAsWanted(look.value) ? 'as wanted' : 'effect not seen' };
  return look.problem.kind === 'not found' ? { event: 'gone' } : { event: 'no look', problem: look.problem };
}
