import { expect, test } from 'vitest';
import type { KitResult } from '../../kit/client.ts';
import type { Page } from '../../kit/reply.ts';
import type { ListedSequence, Named, SequenceEmail } from '../../kit/shapes.ts';
import { fail, ok } from '../../result.ts';
import { createAsker } from './asker.ts';
import { readSettings, type SettingsKit } from './settings.ts';

const sequence = {
  id: 80,
  name: 'Welcome',
  active: true,
  updated_at: '2026-11-02T09:00:00Z',
  brand_new: { field: [1] },
};
const emailOf = (id: number, more: Partial<SequenceEmail> = {}): SequenceEmail => ({
  id,
  published: true,
  position: id,
  content: `<p>${id}</p>`,
  ...more,
});
const pageOf = <T>(items: T[], next: string | null = null): Promise<KitResult<Page<T>>> =>
  Promise.resolve(ok({ items, next, unreadable: [] }));

function setUp(change: Partial<SettingsKit> = {}, listed: SequenceEmail[] = []) {
  const asked: string[] = [];
  const kit: SettingsKit = {
    sequence: async (id, include) => ok({ ...sequence, id, stats: include ? { recipients: 1 } : null }),
    listEmails: async () => ok({ items: listed, unreadable: [] }),
    email: async (_sequence, id) => {
      asked.push(`email ${id}`);
      const found = listed.find((email) => email.id === id);
      return found ? ok(found) : fail({ kind: 'not found' });
    },
    sequences: async () => pageOf<ListedSequence>([]),
    forms: async () => {
      asked.push('forms');
      return pageOf<Named>([]);
    },
    tags: async () => {
      asked.push('tags');
      return pageOf<Named>([]);
    },
    segments: async () => {
      asked.push('segments');
      return pageOf<Named>([]);
    },
    ...change,
  };
  const asker = createAsker(new AbortController().signal, async () => undefined);
  return { asked, read: () => readSettings(asker, kit, 80) };
}

test('the sequence as Kit gave it, unknown fields and stats too', async () => {
  const { read } = setUp();
  expect((await read()).sequence).toEqual({ ...sequence, stats: { recipients: 1 } });
});

test('each email is read by its id: what that copy says holds, what only the list says stays', async () => {
  const listed = [emailOf(3), emailOf(1, { content: null, only_here: 1 }), emailOf(2, { position: null })];
  const { read } = setUp(
    { email: async (_, id) => ok({ id, published: false, content: `<p>New ${id}</p>` }) },
    listed,
  );
  expect((await read()).emails).toEqual([
    emailOf(1, { published: false, content: '<p>New 1</p>', only_here: 1 }),
    emailOf(3, { published: false, content: '<p>New 3</p>' }),
    emailOf(2, { published: false, content: '<p>New 2</p>', position: null }),
  ]);
});

test('of many emails only those are read whose copy in the list lacks content', async () => {
  const listed = Array.from({ length: 51 }, (_, id) => emailOf(id + 1));
  const { content: _, ...bare } = emailOf(52);
  const { asked, read } = setUp({}, [...listed, { ...bare, content: null }]);
  expect((await read()).emails).toHaveLength(52);
  expect(asked).toEqual(['email 52']);
  const few = setUp({}, listed.slice(0, 50));
  await few.read();
  expect(few.asked).toHaveLength(50);
});

test('an email that is gone meanwhile is left out; one that cannot be read, or has no content, is no backup', async () => {
  const listed = [emailOf(1), emailOf(2, { subject: 'Second' })];
  const gone = setUp(
    { email: async (_, id) => (id === 1 ? fail({ kind: 'not found' }) : ok(emailOf(id))) },
    listed,
  );
  expect((await gone.read()).emails).toMatchObject([{ id: 2 }]);
  const refused = setUp({ email: async () => fail({ kind: 'forbidden' }) }, listed);
  await expect(refused.read()).rejects.toMatchObject({
    problem: { kind: 'kit', problem: { kind: 'forbidden' } },
  });
  const bare = listed.map(({ content: _, ...rest }) => rest);
  await expect(setUp({}, bare.slice(1)).read()).rejects.toMatchObject({
    problem: { kind: 'content missing', subject: 'Second' },
  });
});

const sources = [
  { type: 'tag', ids: [21, 22] },
  { type: 'sequence', ids: [93] },
  { type: 'moon', ids: [1] },
];
const excluding = async () => ok({ ...sequence, exclude_subscriber_sources: sources });

test('names of what it leaves out, from the lists that are needed, page after page', async () => {
  const { asked, read } = setUp({
    sequence: excluding,
    tags: async (after) =>
      after === null ? pageOf([{ id: 21, name: 'Customer' }], 'next') : pageOf([{ id: 22, name: 'Guest' }]),
    sequences: async () => pageOf<ListedSequence>([{ id: 93, name: 'Course' }]),
  });
  expect((await read()).names).toEqual([
    { type: 'tag', id: 21, name: 'Customer' },
    { type: 'tag', id: 22, name: 'Guest' },
    { type: 'sequence', id: 93, name: 'Course' },
    { type: 'moon', id: 1, name: null },
  ]);
  expect(asked).toEqual([]);
});

test('lists that cannot be read leave names unknown and references not whole', async () => {
  const forbidden = async () => fail({ kind: 'forbidden' as const });
  const { names, references } = await setUp({
    sequence: excluding,
    tags: forbidden,
    sequences: forbidden,
  }).read();
  expect(names.map(({ name }) => name)).toEqual([null, null, null, null]);
  expect(references).toEqual({ excludedFrom: [], whole: false });
});

test('the sequences that leave out its people; a list without an end is not whole', async () => {
  const other = { id: 5, name: 'Course', exclude_subscriber_sources: [{ type: 'sequence', ids: [80] }] };
  const whole = setUp({
    sequences: async (after) =>
      after === null
        ? pageOf([{ id: 4, name: 'A', exclude_subscriber_sources: [] }], 'next')
        : pageOf([other]),
  });
  const excludedFrom = [{ id: 5, name: 'Course' }];
  expect((await whole.read()).references).toEqual({ excludedFrom, whole: true });
  let pages = 0;
  const endless = setUp({
    sequences: async () => {
      pages += 1;
      return pageOf([other], 'on');
    },
  });
  expect((await endless.read()).references.whole).toBe(false);
  expect(pages).toBe(20);
});

test.each([
  ['first', null],
  ['last', 'next'],
])('a list with something unreadable on its %s page is not whole', async (_, odd) => {
  const { references } = await setUp({
    sequences: async (after) =>
      ok({
        items: [],
        next: after === null ? 'next' : null,
        unreadable: after === odd ? [{ id: null }] : [],
      }),
  }).read();
  expect(references.whole).toBe(false);
});
