import type { KitResult } from './problems.ts';

/** How long after a look that found nothing the second one follows, in ms. */
export const SECOND_LOOK = 2_000;

/** Reads, and once more where Kit says that there is no such thing: only the second time it counts as gone. */
export async function lookTwice<T>(
  read: () => Promise<KitResult<T>>,
  sleep: (ms: number) => Promise<void>,
): Promise<KitResult<T>> {
  const first = await read();
  if (first.ok || first.problem.kind !== 'not found') return first;
  await sleep(SECOND_LOOK);
  return read();
}
