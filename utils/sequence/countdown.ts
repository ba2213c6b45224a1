import type { Tools } from '../jobs/job.ts';
import type { SequenceJobState } from './sequence-job.ts';

/** A countdown that takes longer than this beyond its time, in ms, was slept through. */
const TOO_LATE = 30_000;
/** How often the clocks are looked at, in ms. */
export const SLICE = 1_000;

/**
 * Waits for the end of a countdown, and says whether it was awake all the time. Neither clock tells alone: the wall
 * clock may be set while the computer sleeps, and the other one stands still then on some systems. So both are looked
 * at in slices, and of each slice the longer time counts. A wall clock that goes far back tells nothing any more.
 *
 * @param until when it ends, in ms since 1970.
 * @param length how long all of it takes, in ms: whole slices.
 */
export async function watchCountdown(
  { until, length }: Pick<Extract<SequenceJobState, { step: 'waiting' }>, 'until' | 'length'>,
  { now, monotonic, sleep, signal }: Pick<Tools<never>, 'now' | 'monotonic' | 'sleep' | 'signal'>,
): Promise<'time is up' | 'too late' | 'interrupted'> {
  let [wall, steady] = [until - length, monotonic()];
  let taken = 0;
  for (let waited = 0; ; waited += SLICE) {
    const [wallNow, steadyNow] = [now(), monotonic()];
    const byWall = wallNow - wall;
    taken += Math.max(byWall, steadyNow - steady);
    if (signal.aborted) return 'interrupted';
    if (byWall < -TOO_LATE || taken > length + TOO_LATE) return 'too late';
    if (waited >= length) return 'time is up';
    [wall, steady] = [wallNow, steadyNow];
    await sleep(SLICE);
  }
}
