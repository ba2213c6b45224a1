import { expect, test } from 'vitest';
import type { KitPageName } from '../page/kit-page-names.ts';
import type { Automations } from './automations.ts';
import { type AskPage, readKitPages } from './read-kit-pages.ts';
import type { Rules } from './rules.ts';

const look = {
  account: { id: 29, name: 'Juniper' },
  pageAccountId: 29,
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: '' },
};
const open = () => new AbortController().signal;
const listOf = (count: number) => ({
  account: 29,
  automations: Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `Path ${at + 1}`, live: true })),
});
const pageWith = (sequenceId: number) => ({
  account: 29,
  nodes: [{ resource_type: 'Sequence', resource_id: sequenceId }],
});

const rulesPage = {
  account: 29,
  rules: [{ id: 7, name: 'Guests', triggers: pageWith(80).nodes, actions: pageWith(81).nodes }],
};

/** Kit's pages, with what was asked, and how many pages were on their way at once. `id`: of an automation; null for their list. */
function pages(answer: (id: number | null) => unknown, rules: () => unknown = () => rulesPage) {
  const asked: KitPageName[] = [];
  const seen = { asked, now: 0, most: 0 };
  const ask: AskPage = async (name) => {
    asked.push(name);
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    // Long enough for every other question that does not wait for this one.
    await new Promise((resolve) => setTimeout(resolve));
    seen.now -= 1;
    return name === 'rules' ? rules() : answer(Number(name.split('/')[1]) || null);
  };
  return { seen, ask };
}

/** All that is told, each kind once. */
async function read(...[ask, seen, closed]: [AskPage | null, typeof look, AbortSignal]) {
  const told: ({ automations: Automations } | { rules: Rules })[] = [];
  await readKitPages(ask, seen, closed, (part) => told.push(part));
  expect(told).toHaveLength(2);
  return Object.assign({}, ...told) as { automations: Automations; rules: Rules };
}
const LISTS: KitPageName[] = ['automations', 'rules'];

test('the automations that use it, by number; each page once, two at once', async () => {
  const { seen, ask } = pages((id) => (id === null ? listOf(9) : pageWith(id % 4 === 0 ? 80 : 81)));
  expect((await read(ask, look, open())).automations).toEqual({
    state: 'read',
    usedBy: [
      { id: 4, name: 'Path 4', live: true },
      { id: 8, name: 'Path 8', live: true },
    ],
    read: 9,
    unread: 0,
  });
  expect(seen.asked).toEqual([...LISTS, ...listOf(9).automations.map(({ id }) => `automations/${id}`)]);
  expect(seen.most).toBe(2);
});

test('pages that fail, entries that make no sense, and all beyond the 200th are unread', async () => {
  const list = listOf(230);
  const { seen, ask } = pages((id) => {
    if (id === null) return { ...list, automations: [...list.automations, { id: 'none' }] };
    if (id === 5) throw new Error('The tab is gone');
    return id === 6 ? { status: 500 } : pageWith(81);
  });
  expect((await read(ask, look, open())).automations).toEqual({
    state: 'read',
    usedBy: [],
    read: 198,
    unread: 33,
  });
  expect(seen.asked).toHaveLength(202);
  expect(seen.most).toBe(2);
});

test('each page is read whatever becomes of the other', async () => {
  const { ask } = pages(() => ({ status: 500 }));
  expect(await read(ask, look, open())).toMatchObject({
    automations: { state: 'unread', why: 'refused' },
    rules: { state: 'read', usedBy: [{ id: 7, trigger: true, action: false }] },
  });
  const other = pages(
    (id) => (id === null ? listOf(2) : pageWith(80)),
    () => ({ status: 0 }),
  );
  expect(await read(other.ask, look, open())).toMatchObject({
    automations: { state: 'read', usedBy: [{ id: 1 }, { id: 2 }] },
    rules: { state: 'unread', why: 'led away' },
  });
});

test('no list: nothing more is asked', async () => {
  const { seen, ask } = pages(() => ({ status: 0 }));
  expect((await read(ask, look, open())).automations).toEqual({ state: 'unread', why: 'led away' });
  expect(seen.asked).toEqual(LISTS);
  const gone = () => Promise.reject(new Error('No such tab'));
  const unread = { state: 'unread', why: 'no answer' };
  expect(await read(gone, look, open())).toEqual({ automations: unread, rules: unread });
});

test('no page of Kit, or one of another account: nothing is asked at all', async () => {
  const { seen, ask } = pages(() => listOf(3));
  const unread = (why: string) => ({
    automations: { state: 'unread', why },
    rules: { state: 'unread', why },
  });
  expect(await read(null, look, open())).toEqual(unread('no page'));
  expect(await read(ask, { ...look, pageAccountId: 31 }, open())).toEqual(unread('another account'));
  expect(seen.asked).toEqual([]);
});

test('once the panel closes, nothing more is asked', async () => {
  const closing = new AbortController();
  const { seen, ask } = pages((id) => {
    if (id === 3) closing.abort();
    return id === null ? listOf(50) : pageWith(81);
  });
  const { automations } = await read(ask, look, closing.signal);
  expect(seen.asked.length).toBeLessThanOrEqual(6);
  expect(automations).toMatchObject({ state: 'read', usedBy: [] });
  if (automations.state === 'read') expect(automations.unread).toBeGreaterThanOrEqual(46);
});
