import { describe, expect, test, vi } from 'vitest';
import type { KitResult } from '../kit/client.ts';
import { SECOND_LOOK } from '../kit/look.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { settle } from './settle.ts';
import { sequence } from './testing/fakes.ts';

const unreachable = { kind: 'unreachable' } as const;
const gone = fail({ kind: 'not found' } as const);
const active = ok(sequence);
const paused = ok({ ...sequence, active: false });
const isPaused = { isAsWanted: ({ active }: Sequence) => !active };

/** Looks until it knows. Each look finds the next of these, the last one again and again. */
const look = (...finds: KitResult<Sequence>[]) => lookAfter({ kind: 'timeout' }, ...finds);

async function lookAfter(lost: KitProblem, ...finds: KitResult<Sequence>[]) {
  const pauses: number[] = [];
  const last = finds.at(-1) ?? gone;
  const find = vi.fn(async (_id: number): Promise<KitResult<Sequence>> => finds.shift() ?? last);
  const event = await settle({ sequence: find }, isPaused, 80, async (ms) => void pauses.push(ms), lost);
  expect(find.mock.calls.every(([id]) => id === 80)).toBe(true);
  return { event, pauses, looks: find.mock.calls.length };
}

describe('after a lost reply', () => {
  test('what is seen at once needs no pause', async () => {
    expect(await look(paused)).toEqual({ event: { event: 'as wanted' }, pauses: [], looks: 1 });
  });

  test('what is gone is looked for twice, some time apart', async () => {
    expect(await look(gone)).toEqual({ event: { event: 'gone' }, pauses: [SECOND_LOOK], looks: 2 });
    expect(await look(active, gone)).toEqual({
      event: { event: 'gone' },
      pauses: [500, SECOND_LOOK],
      looks: 3,
    });
  });

  test('what was gone only once is not gone', async () => {
    expect((await look(gone, active)).event).toEqual({ event: 'effect not seen' });
    expect((await look(gone, paused)).event).toEqual({ event: 'as wanted' });
    expect((await look(gone, fail(unreachable))).event).toEqual({ event: 'no look', problem: unreachable });
    expect((await look(active, active, active, gone, active)).event).toEqual({ event: 'effect not seen' });
  });

  test('what Kit refused needs one look that shows no effect', async () => {
    const forbidden = { kind: 'forbidden' } as const;
    expect(await lookAfter(forbidden, active)).toEqual({
      event: { event: 'effect not seen' },
      pauses: [],
      looks: 1,
    });
    expect((await lookAfter(forbidden, gone)).event).toEqual({ event: 'gone' });
    expect((await lookAfter(forbidden, fail(unreachable), active)).looks).toBe(2);
    expect((await lookAfter({ kind: 'not found' }, active)).looks).toBe(4);
  });

  test.each([1, 2, 3])('Kit may take until pause %i', async (late) => {
    const { event, pauses } = await look(...Array<KitResult<Sequence>>(late).fill(active), paused);
    expect(event).toEqual({ event: 'as wanted' });
    expect(pauses).toEqual([500, 1500, 4000].slice(0, late));
  });

  test('an effect that four looks do not show is not seen', async () => {
    expect(await look(active)).toEqual({
      event: { event: 'effect not seen' },
      pauses: [500, 1500, 4000],
      looks: 4,
    });
  });

  test('the last look decides', async () => {
    const problem = fail(unreachable);
    expect((await look(active, active, active, problem)).event).toEqual({
      event: 'no look',
      problem: unreachable,
    });
    expect((await look(problem, problem, problem, active)).event).toEqual({ event: 'effect not seen' });
    expect((await look(problem, gone)).event).toEqual({ event: 'gone' });
  });
});
