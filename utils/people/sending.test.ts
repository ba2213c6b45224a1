import { describe, expect, test } from 'vitest';
import type { KitProblem, KitResult } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import type { Waiting } from './addition.ts';
import { type AdditionKit, activate, addBatch, checkActive } from './sending.ts';

const sequence = (active: boolean) => ok({ id: 9001, name: 'Welcome', active, updated_at: 'then' });
const gone = fail({ kind: 'not found' } as const);
const timeout = fail({ kind: 'timeout' } as const);
const unreachable = fail({ kind: 'unreachable' } as const);
const failed = (kind: string) => ({ event: 'failed', problem: { kind } });

/** A sequence that is looked at so, and then no more. What else Kit says: to its being made active, to each person. */
function on(looks: KitResult<Sequence>[], toActive?: () => KitResult<Sequence>, toPeople?: KitProblem) {
  const asked: string[] = [];
  const left = [...looks];
  const next = (what: string, answer: KitResult<Sequence> | undefined): KitResult<Sequence> => {
    asked.push(what);
    if (!answer) throw new Error('Not expected');
    return answer;
  };
  const kit: AdditionKit = {
    setActive: async (id, active) => next(`${active ? 'active' : 'paused'} ${id}`, toActive?.()),
    sequence: async () => next('look', left.shift()),
    async addSubscriber(_, id) {
      asked.push(`add ${id}`);
      return toPeople ? fail(toPeople) : ok('added');
    },
  };
  return { asked, target: { kit, sequenceId: 9001, wait: async () => undefined } };
}

describe('making the sequence active', () => {
  test.each<[string, KitResult<Sequence>, KitResult<Sequence>[], object]>([
    ['Kit does it', sequence(true), [], { event: 'activated' }],
    ['Kit says yes, and holds it paused', sequence(false), [], failed('paused at Kit')],
    ['the reply is lost, and a look shows it active', timeout, [sequence(true)], { event: 'activated' }],
    ['the reply is lost, and a look shows it paused', timeout, [sequence(false)], failed('timeout')],
    ['the reply is lost, and so is the look', timeout, [unreachable], failed('timeout')],
    ['the reply is lost, and it is gone', timeout, [gone, gone], failed('made gone')],
    ['Kit knows it no more', gone, [gone, gone], failed('made gone')],
    ['Kit says that it is gone, and a look shows it active', gone, [sequence(true)], { event: 'activated' }],
    ['only one look does not find it', gone, [gone, sequence(false)], failed('paused at Kit')],
    ['Kit says that it is gone, and nobody can look', gone, [unreachable], failed('unreachable')],
  ])('%s', async (_, answer, looks, told) => {
    const { target, asked } = on(looks, () => answer);
    expect(await activate(target)).toEqual(told);
    expect(asked).toEqual(['active 9001', ...looks.map(() => 'look')]);
  });
});

describe('before it goes on by itself it is looked at', () => {
  test.each<[string, KitResult<Sequence>[], object]>([
    ['it is active', [sequence(true)], { event: 'activated' }],
    ['it is paused', [sequence(false)], failed('paused at Kit')],
    ['it is gone', [gone, gone], failed('made gone')],
    ['one look does not find it', [gone, sequence(true)], { event: 'activated' }],
    ['nobody can look', [unreachable], failed('unreachable')],
  ])('%s', async (_, looks, told) => {
    const { target, asked } = on(looks);
    expect(await checkActive(target)).toEqual(told);
    // Only a person makes it active.
    expect(asked).toEqual(looks.map(() => 'look'));
  });
});

describe('adding some people', () => {
  const one: Waiting = { id: 1, email: 'one@example.com' };
  const nothing = { outcomes: [], left: [], maySent: false, problem: null };

  test('asks Kit for nothing else where it takes everybody', async () => {
    const { target, asked } = on([]);
    const outcomes = [{ ...one, outcome: 'added' }];
    expect(await addBatch(target, [one], false, false)).toEqual({ ...nothing, outcomes });
    expect(asked).toEqual(['add 1']);
  });

  const ABOUT_THEM: KitProblem[] = [{ kind: 'forbidden' }, { kind: 'too large' }];
  test.each(ABOUT_THEM)(
    '$kind may be about this one alone: it is tried thrice, and then told',
    async (problem) => {
      const once = on([sequence(true)], undefined, problem);
      const left = [{ ...one, tries: 1 }];
      expect(await addBatch(once.target, [one], false, false)).toEqual({ ...nothing, left, problem });
      const thrice = on([sequence(true)], undefined, problem);
      const told = { ...nothing, outcomes: [{ ...one, outcome: 'refused' }] };
      expect(await addBatch(thrice.target, [{ ...one, tries: 2 }], false, false)).toEqual(told);
    },
  );

  test('a try counts only where Kit answers everything else', async () => {
    const problem = { kind: 'forbidden' } as const;
    const left = [{ ...one, tries: 2 }];
    for (const look of [unreachable, sequence(false)]) {
      const { target } = on([look], undefined, problem);
      expect(await addBatch(target, left, false, false)).toEqual({ ...nothing, left, problem });
    }
  });
});
