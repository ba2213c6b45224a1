import { expect, test } from 'vitest';
import type { KitResult } from '../../kit/client.ts';
import type { Page } from '../../kit/reply.ts';
import type { Subscriber } from '../../kit/shapes.ts';
import { fail, ok } from '../../result.ts';
import { aBackup } from '../testing/fakes.ts';
import { memoryStore } from '../testing/memory-store.ts';
import { createAsker } from './asker.ts';
import { Ledger } from './ledger.ts';
import { readPeople } from './people.ts';
import type { BackupProblem } from './problems.ts';

type Answer = KitResult<Page<Subscriber>>;
/** A page with so many people, from an id on. */
const page = (next: string | null, count = 1, from = 1): Answer =>
  ok({
    items: Array.from({ length: count }, (_, at) => ({ id: from + at }) as Subscriber),
    unreadable: [],
    next,
  });
const invalid: Answer = fail({ kind: 'invalid', messages: [] });

/**
 * Reads a sequence of few people, of whom nobody is new: in one chain. `asked`: the cursors, in their order. Kit is given
 * up on after a thousand pages.
 */
async function read(people: number, answer: (after: string | null, turn: number) => Answer) {
  const asked: (string | null)[] = [];
  const ledger = await Ledger.begin(memoryStore(), aBackup());
  const kit = {
    countSubscribers: async (_id: number, _status: 'active' | 'all', added?: object) =>
      ok(added ? 0 : people),
    async subscribers(_id: number, after: string | null): Promise<Answer> {
      if (asked.push(after) > 1000) throw new Error('Asked for ever');
      return answer(after, asked.length);
    },
  };
  const asker = createAsker(new AbortController().signal, async () => undefined);
  const problem: BackupProblem | null = await readPeople(
    { asker, kit, ledger, tell: () => undefined, now: () => 2000 },
    80,
    0,
  ).then(
    () => null,
    (error) => error.problem ?? Promise.reject(error),
  );
  return { asked, problem, kept: ledger.kept };
}

test('a cursor that Kit takes no more: from the start, once', async () => {
  const { asked, problem, kept } = await read(2, (after, turn) => {
    if (turn === 2) return invalid;
    return after === null ? page('a') : page(null, 1, 2);
  });
  expect(asked).toEqual([null, 'a', null, 'a']);
  expect({ problem, kept }).toEqual({ problem: null, kept: 2 });
});

test('one that it does not take the second time either ends it', async () => {
  const { asked, problem } = await read(2, (after) => (after === null ? page('a') : invalid));
  expect(asked).toEqual([null, 'a', null, 'a']);
  expect(problem).toEqual({ kind: 'kit', of: 'people', problem: { kind: 'invalid', messages: [] } });
});

test('a start that Kit refuses is not tried again', async () => {
  const { asked, problem } = await read(2, () => invalid);
  expect(asked).toEqual([null]);
  expect(problem).toMatchObject({ kind: 'kit', problem: { kind: 'invalid' } });
});

test('what is wrong with more than the cursor is not asked from the start', async () => {
  const { asked, problem } = await read(2, (after) =>
    after === null ? page('a') : fail({ kind: 'forbidden' }),
  );
  expect(asked).toEqual([null, 'a']);
  expect(problem).toEqual({ kind: 'kit', of: 'people', problem: { kind: 'forbidden' } });
});

test('a page that names itself as the next one is the last', async () => {
  const { asked, problem, kept } = await read(1, () => page('a'));
  expect(asked).toEqual([null, 'a']);
  expect({ problem, kept }).toEqual({ problem: null, kept: 1 });
});

test('a list that gives more than all people twice, and five pages, has no end', async () => {
  // 500 people: at 6,000 it may still be one, and beyond that it is none.
  const { asked, problem } = await read(500, (_, turn) => page(`after ${turn}`, 1000));
  expect(asked).toHaveLength(7);
  expect(problem).toBeNull();
});

test('what was given before turning back does not count for that', async () => {
  const { asked, problem } = await read(500, (_, turn) =>
    turn === 7 ? invalid : page(turn < 13 ? `after ${turn}` : null, 1000),
  );
  expect(asked).toHaveLength(13);
  expect(problem).toBeNull();
});

test('five empty pages may be followed by people', async () => {
  const { asked, kept } = await read(2, (_, turn) => {
    if (turn === 1) return page('after 1');
    return turn < 7 ? page(`after ${turn}`, 0) : page(null, 1, 2);
  });
  expect(asked).toHaveLength(7);
  expect(kept).toBe(2);
});

test('six in a row are the end, and others between them are not', async () => {
  const { asked, kept } = await read(2, (_, turn) =>
    page(`after ${turn}`, turn === 1 || turn === 5 ? 1 : 0, turn),
  );
  expect(asked).toHaveLength(5 + 6);
  expect(kept).toBe(2);
});
