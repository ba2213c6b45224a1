import type { KitResult } from '../kit/client.ts';
import type { Sequence } from '../kit/shapes.ts';
import type { SequenceEvent } from './events.ts';
import type { SequenceChange, SequenceKit } from './kinds.ts';

/** After a lost reply Kit is asked again after these pauses, in ms: it may still be at work on the write. */
const PAUSES = [500, 1500, 4000];

/** What Kit holds after a write whose reply was lost: GET by id is current, so it decides. */
export async function settle(
  kit: Pick<SequenceKit, 'sequence'>,
  change: Pick<SequenceChange, 'isAsWanted'>,
  id: number,
  sleep: (ms: number) => Promise<void>,
): Promise<SequenceEvent> {
  let event = seen(change, await kit.sequence(id));
  for (const pause of PAUSES) {
    if (event.event === 'gone' || event.event === 'as wanted') break;
    await sleep(pause);
    event = seen(change, await kit.sequence(id));
  }
  return event;
}

function seen({ isAsWanted }: Pick<SequenceChange, 'isAsWanted'>, look: KitResult<Sequence>): SequenceEvent {
  if (look.ok) return { event: isAsWanted(look.value) ? 'as wanted' : 'effect not seen' };
  return look.problem.kind === 'not found' ? { event: 'gone' } : { event: 'no look', problem: look.problem };
}
