import { expect, test } from 'vitest';
import { type AskPage, readAutomations } from './read-automations.ts';

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

/** Kit's pages, with what was asked, and how many pages were on their way at once. */
function pages(answer: (id: number | null) => unknown) {
  const asked: (number | null)[] = [];
  const seen = { asked, now: 0, most: 0 };
  const ask: AskPage = async (id) => {
    asked.push(id);
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    // Long enough for every other question that does not wait for this one.
    await new Promise((resolve) => setTimeout(resolve));
    seen.now -= 1;
    return answer(id);
  };
  return { seen, ask };
}

test('the automations that use it, by number; each page once, two at once', async () => {
  const { seen, ask } = pages((id) => (id === null ? listOf(9) : pageWith(id % 4 === 0 ? 80 : 81)));
  expect(await readAutomations(ask, look, open())).toEqual({
    state: 'read',
    usedBy: [
      { id: 4, name: 'Path 4', live: true },
      { id: 8, name: 'Path 8', live: true },
    ],
    read: 9,
    unread: 0,
  });
  expect(seen.asked).toEqual([null, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(seen.most).toBe(2);
});

test('pages that fail, entries that make no sense, and all beyond the 200th are unread', async () => {
  const list = listOf(230);
  const { seen, ask } = pages((id) => {
    if (id === null) return { ...list, automations: [...list.automations, { id: 'none' }] };
    if (id === 5) throw new Error('The tab is gone');
    return id === 6 ? { status: 500 } : pageWith(81);
  });
  expect(await readAutomations(ask, look, open())).toEqual({
    state: 'read',
    usedBy: [],
    read: 198,
    unread: 33,
  });
  expect(seen.asked).toHaveLength(201);
  expect(seen.most).toBe(2);
});

test('no list: nothing more is asked', async () => {
  const { seen, ask } = pages(() => ({ status: 0 }));
  expect(await readAutomations(ask, look, open())).toEqual({ state: 'unread', why: 'led away' });
  expect(seen.asked).toEqual([null]);
  const gone = () => Promise.reject(new Error('No such tab'));
  expect(await readAutomations(gone, look, open())).toEqual({ state: 'unread', why: 'no answer' });
});

test('no page of Kit, or one of another account: nothing is asked at all', async () => {
  const { seen, ask } = pages(() => listOf(3));
  expect(await readAutomations(null, look, open())).toEqual({ state: 'unread', why: 'no page' });
  expect(await readAutomations(ask, { ...look, pageAccountId: 31 }, open())).toEqual({
    state: 'unread',
    why: 'another account',
  });
  expect(seen.asked).toEqual([]);
});

test('once the panel closes, nothing more is asked', async () => {
  const closing = new AbortController();
  const { seen, ask } = pages((id) => {
    if (id === 3) closing.abort();
    return id === null ? listOf(50) : pageWith(81);
  });
  const automations = await readAutomations(ask, look, closing.signal);
  expect(seen.asked.length).toBeLessThanOrEqual(5);
  expect(automations).toMatchObject({ state: 'read', usedBy: [] });
  if (automations.state === 'read') expect(automations.unread).toBeGreaterThanOrEqual(46);
});
