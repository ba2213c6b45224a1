import { expect, test } from 'vitest';
import { atMost } from '../../kit/at-most.ts';
import type { KitProblem, KitResult } from '../../kit/problems.ts';
import { fail, ok } from '../../result.ts';
import { createAsker } from './asker.ts';

const later = () => new Promise((resolve) => setImmediate(resolve));

test('no more tasks than that run at once, in their order, and one that fails makes room', async () => {
  const run = atMost(2);
  const log: string[] = [];
  const open: (() => void)[] = [];
  const task = (name: string) =>
    run(async () => {
      log.push(name);
      await new Promise<void>((resolve) => open.push(resolve));
      if (name === 'b') throw new Error(name);
    });
  const all = ['a', 'b', 'c', 'd'].map(task);
  const failed = expect(all[1]).rejects.toThrow('b');
  await later();
  expect(log).toEqual(['a', 'b']);
  open[1]?.();
  await failed;
  await later();
  expect(log).toEqual(['a', 'b', 'c']);
  open[0]?.();
  open[2]?.();
  await later();
  open[3]?.();
  await Promise.all(all.filter((_, index) => index !== 1));
  expect(log).toEqual(['a', 'b', 'c', 'd']);
});

function setUp() {
  const controller = new AbortController();
  const waits: number[] = [];
  const asker = createAsker(controller.signal, async (ms) => void waits.push(ms));
  return { controller, waits, asker };
}

/** A call that fails with these, one after the other, and then works. */
function failing(...problems: KitProblem[]): () => Promise<KitResult<string>> {
  const left = [...problems];
  return async () => {
    const problem = left.shift();
    return problem ? fail(problem) : ok('done');
  };
}

test('what may pass is asked again after waits that grow, and then given up', async () => {
  const { asker, waits } = setUp();
  expect(await asker.ask(failing({ kind: 'timeout' }, { kind: 'unreachable' }))).toEqual(ok('done'));
  expect(waits).toEqual([1000, 5000]);
  const down = Array<KitProblem>(4).fill({ kind: 'server error', status: 503 });
  expect(await asker.ask(failing(...down))).toEqual(fail({ kind: 'server error', status: 503 }));
});

test('what will not pass is not asked again', async () => {
  const { asker, waits } = setUp();
  expect(await asker.ask(failing({ kind: 'forbidden' }))).toEqual(fail({ kind: 'forbidden' }));
  expect(waits).toEqual([]);
  const stop = { problem: { kind: 'kit', of: 'sequence', problem: { kind: 'not found' } } };
  await expect(asker.need('sequence', failing({ kind: 'not found' }))).rejects.toMatchObject(stop);
});

test('the end comes at once, in the middle of a request too, and nothing is asked after it', async () => {
  const { asker, controller } = setUp();
  const cancelled = { problem: { kind: 'cancelled' } };
  const never = expect(asker.ask(() => new Promise(() => undefined))).rejects.toMatchObject(cancelled);
  controller.abort();
  await never;
  let asked = false;
  const call = async () => {
    asked = true;
    return ok(null);
  };
  await expect(asker.ask(call)).rejects.toMatchObject(cancelled);
  await expect(asker.pause(1000)).rejects.toMatchObject(cancelled);
  expect(asked).toBe(false);
});

test('of tasks that belong together the first to fail tells why, when all have stopped', async () => {
  const { asker } = setUp();
  let stopped = false;
  const forever = async (): Promise<never> => {
    try {
      for (;;) {
        await asker.ask(async () => ok(null));
        await later();
      }
    } finally {
      stopped = true;
    }
  };
  const tasks = [forever(), asker.need('sequence', failing({ kind: 'too large' }))] as const;
  await expect(asker.together(tasks)).rejects.toMatchObject({
    problem: { kind: 'kit', of: 'sequence', problem: { kind: 'too large' } },
  });
  expect(stopped).toBe(true);
  expect(await setUp().asker.together([Promise.resolve(1), 'two'])).toEqual([1, 'two']);
});
