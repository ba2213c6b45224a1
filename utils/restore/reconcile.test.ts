import { describe, expect, test } from 'vitest';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { planOf } from './plan.ts';
import { findMarked, findPlanned, LISTS_LAG, waitForLook } from './reconcile.ts';
import { answeringKit } from './testing/answering-kit.ts';

const gone = fail({ kind: 'not found' } as const);
const timeout = fail({ kind: 'timeout' } as const);

describe('the sequence with a mark', () => {
  const MARK = '3f9a2c7e';
  const listed = (id: number, name = `Welcome (restoring ${MARK})`): Sequence => ({
    ...{ id, name, active: false, updated_at: 'then' },
  });
  const page = (items: Sequence[], next: string | null) => ok({ items, next, unreadable: [] });
  const sequencesAsked = (asked: string[]) => asked.filter((one) => one.startsWith('["sequences"'));

  test('is looked for on every page, to the last one', async () => {
    const found = listed(9001);
    const pages = [page([listed(80, 'Welcome')], 'a'), page([], 'b'), page([found], null)];
    const { kit, wait, asked } = answeringKit({ sequences: pages, sequence: [ok(found)] });
    expect(await findMarked({ kit, wait }, MARK)).toEqual(ok(found));
    expect(sequencesAsked(asked)).toEqual(['["sequences",null]', '["sequences","a"]', '["sequences","b"]']);
  });

  test('is looked for no longer where a page names itself as the next one', async () => {
    const { kit, wait, asked } = answeringKit({ sequences: [page([], 'a'), page([], 'a')] });
    expect(await findMarked({ kit, wait }, MARK)).toEqual(ok(null));
    expect(sequencesAsked(asked)).toEqual(['["sequences",null]', '["sequences","a"]']);
  });

  test('is not there only where all pages were read', async () => {
    const { kit, wait } = answeringKit({ sequences: [page([], 'a'), timeout] });
    expect(await findMarked({ kit, wait }, MARK)).toEqual(timeout);
  });

  test('is not known not to be there where the list has no end', async () => {
    const endless = (items: Sequence[]) =>
      Array.from({ length: 21 }, (_, at) => page(at === 3 ? items : [], at % 2 ? 'a' : 'b'));
    const without = answeringKit({ sequences: endless([]) });
    const odd = fail({ kind: 'not understood', status: 200, requestId: null } as const);
    expect(await findMarked(without, MARK)).toEqual(odd);
    expect(without.asked).toHaveLength(20);
    const found = listed(9001);
    const kit = answeringKit({ sequences: endless([found]), sequence: [ok(found)] });
    expect(await findMarked(kit, MARK)).toEqual(ok(found));
  });

  test('is the first of two that is still there, and none that is known already', async () => {
    const pages = [
      page(
        [9003, 9001, 9002].map((id) => listed(id)),
        null,
      ),
    ];
    const { kit, wait, asked } = answeringKit({ sequences: pages, sequence: [gone, gone, ok(listed(9003))] });
    expect(await findMarked({ kit, wait }, MARK, [9001])).toEqual(ok(listed(9003)));
    expect(asked.slice(1)).toEqual([
      ...['["sequence",9002]', 'waits 2000', '["sequence",9002]'],
      '["sequence",9003]',
    ]);
  });

  test('is not passed over where it cannot be read', async () => {
    const pages = [page([listed(9001), listed(9002)], null)];
    const { kit, wait } = answeringKit({ sequences: pages, sequence: [timeout] });
    expect(await findMarked({ kit, wait }, MARK)).toEqual(timeout);
  });
});

describe('the email that was planned', () => {
  const planned = (position: number, content: string): SequenceEmail => ({
    ...{ id: 801 + position, subject: 'Twin', published: false, position, content },
    ...{ delay_value: 1, delay_unit: 'days' },
  });
  const contents = ['One', 'Two'];
  const plan = planOf({
    sequence: { id: 80, name: 'Welcome', active: true, updated_at: 'then' },
    emails: contents.map((content, position) => planned(position, content)),
    names: [],
    references: { excludedFrom: [], whole: true },
  });
  const made = { sequenceId: 9001, fingerprint: 'p', named: false, emails: [{ id: 1, fingerprint: 'e' }] };
  /** At Kit, which was seen to keep positions back. */
  const held = (id: number, content: string): SequenceEmail => ({
    ...planned(0, content),
    id,
    position: null,
  });
  const second = (
    emails: SequenceEmail[],
    ...read: (typeof gone | ReturnType<typeof ok<SequenceEmail>>)[]
  ) => {
    const { kit, wait } = answeringKit({ emails: [ok(emails)], email: read });
    return findPlanned({ kit, wait }, made, plan, 1);
  };

  test('is one that is not accounted for, with what was sent', async () => {
    const [first, own] = [held(1, 'One'), held(2, 'Two')];
    expect(await second([first, own], ok(own))).toEqual(ok(own));
    expect(await second([first])).toEqual(ok(null));
    expect(await second([{ ...own, subject: 'Mine' }])).toEqual(ok(null));
    expect(await second([{ ...own, position: 4 }])).toEqual(ok(null));
  });

  test('is none that has the content of an earlier one, which was written twice', async () => {
    const [twin, own] = [held(2, 'One'), held(3, 'Two')];
    expect(await second([twin], ok(twin))).toEqual(ok(null));
    expect(await second([twin, own], ok(twin), ok(own))).toEqual(ok(own));
  });

  test('is none that is gone by now, said twice', async () => {
    const own = held(2, 'Two');
    expect(await second([own], gone, gone)).toEqual(ok(null));
    expect(await second([own], gone, ok(own))).toEqual(ok(own));
  });
});

test('looks are made ever more rarely, and all within the lag of the lists and a little more', async () => {
  const slept: number[] = [];
  const tools = { sleep: async (ms: number) => void slept.push(ms), signal: new AbortController().signal };
  let waited = 0;
  for (let looks = 0; waited < LISTS_LAG; looks += 1) waited += (await waitForLook({ looks }, tools)) ?? 0;
  expect(slept.slice(0, 8)).toEqual([0, 1000, 2000, 5000, 10_000, 20_000, 20_000, 20_000]);
  expect(waited).toBeLessThan(LISTS_LAG + 20_000);
  expect(await waitForLook({ looks: 1 }, { ...tools, signal: AbortSignal.abort() })).toBe(null);
});
