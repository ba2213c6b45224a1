import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../result.ts';
import { LARGEST_ITEM, LARGEST_REPLY, ReplyTooLarge } from '../body.ts';
import type { Budget } from '../budget.ts';
import { createKit } from '../client.ts';

const MB = 2 ** 20;

interface Item {
  id: number;
  /** What its content or fields take in a reply, in bytes. */
  size: number;
}

interface World {
  emails?: Item[];
  people?: Item[];
  /** What is answered in place of what there is, by what was asked for. */
  instead?(asked: string): Response | undefined;
}

/** A Kit of which only the sizes are real. `asked`: what it was asked for, in order. */
function kitOf({ emails = [], people = [], instead = () => undefined }: World) {
  const asked: string[] = [];
  function reply(items: Item[], body: unknown, most = LARGEST_REPLY): Response {
    if (items.reduce((sum, { size }) => sum + size, 0) > most) throw new ReplyTooLarge();
    return Response.json(body);
  }
  async function fetch(request: Request, most?: number): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const call = `${request.method} ${pathname.replace('/v4/sequences/80/', '')} ${query.toString()}`.trim();
    asked.push(call);
    const other = instead(call);
    if (other) return other;
    const id = /emails\/(\d+)$/.exec(pathname)?.[1];
    if (id) {
      const found = emails.filter((email) => email.id === Number(id));
      if (found.length === 0) return Response.json({ errors: ['Not Found'] }, { status: 404 });
      return reply(found, { email: { id: Number(id), published: true, content: 'by id' } }, most);
    }
    const all = pathname.endsWith('/emails') ? emails : people;
    const from = Number(query.get('after') ?? 0);
    const until = from + Number(query.get('per_page'));
    const items = all.slice(from, until);
    const pagination = { has_next_page: until < all.length, end_cursor: `${until}` };
    if (all === people) {
      return reply(items, { subscribers: items.map((one) => ({ id: one.id })), pagination }, most);
    }
    const content = query.has('include_content') ? { content: 'listed' } : {};
    const list = items.map((email) => ({ id: email.id, published: true, ...content }));
    return reply('content' in content ? items : [], { emails: list, pagination }, most);
  }
  const budget: Budget = { turn: async () => ok(null), refused: () => undefined };
  const kit = createKit({ header: async () => ok({}) }, { fetch, budget, sleep: async () => undefined });
  return { kit, asked };
}

const items = (count: number, size: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, size }));
const ids = (some: { id: number }[]) => some.map(({ id }) => id);

describe('emails', () => {
  test('300 emails of 40 KB are read in parts, each once and in their order', async () => {
    const { kit, asked } = kitOf({ emails: items(300, 40_000) });
    const answer = await kit.emails(80, 'content');
    expect(answer.ok && ids(answer.value)).toEqual(ids(items(300, 0)));
    expect(answer.ok && answer.value.every(({ content }) => content === 'listed')).toBe(true);
    expect(asked).toEqual([
      'GET emails per_page=1000&include_content=true',
      'GET emails per_page=1000',
      ...['', '&after=75', '&after=150', '&after=225'].map(
        (after) => `GET emails per_page=75${after}&include_content=true`,
      ),
    ]);
  });

  test('pages that lead round in a circle have an end, and the rest is read by its id', async () => {
    const circle = (call: string) => {
      const [, after = ''] = /^GET emails per_page=2(?:&after=(\d))?&include/.exec(call) ?? [null];
      if (!call.startsWith('GET emails per_page=2&')) return undefined;
      const id = after === '1' ? 2 : 1;
      const emails = [{ id, published: true, content: 'listed' }];
      return Response.json({ emails, pagination: { has_next_page: true, end_cursor: `${id}` } });
    };
    const { kit, asked } = kitOf({ emails: items(5, 4 * MB), instead: circle });
    const answer = await kit.emails(80, 'content');
    expect(answer.ok && answer.value.map(({ content }) => content)).toEqual([
      ...['listed', 'listed', 'by id', 'by id', 'by id'],
    ]);
    expect(asked).toHaveLength(8);
  });

  test('five with pasted pictures', async () => {
    const { kit, asked } = kitOf({ emails: items(5, 4 * MB) });
    const answer = await kit.emails(80, 'content');
    expect(answer.ok && ids(answer.value)).toEqual([1, 2, 3, 4, 5]);
    expect(asked.length).toBeLessThan(6);
  });

  test('one that is larger than a list may be is read by its id, with those behind it', async () => {
    const emails = items(8, 1 * MB).map((email) => (email.id === 5 ? { ...email, size: 30 * MB } : email));
    const { kit } = kitOf({ emails });
    const answer = await kit.emails(80, 'content');
    expect(answer.ok && answer.value.map(({ id, content }) => `${id} ${content}`)).toEqual([
      ...['1 listed', '2 listed', '3 listed', '4 listed'],
      ...['5 by id', '6 by id', '7 by id', '8 by id'],
    ]);
  });

  test('one that is larger than anything may be is told', async () => {
    const { kit } = kitOf({ emails: items(1, LARGEST_ITEM + 1) });
    expect(await kit.emails(80, 'content')).toEqual(fail({ kind: 'reply too large' }));
    expect(await kit.email(80, 1)).toEqual(fail({ kind: 'reply too large' }));
    expect(await kit.emails(80)).toMatchObject({ ok: true });
  });

  describe('of which Kit refuses one part', () => {
    const refused = () => Response.json({ errors: ['No'] }, { status: 403 });
    const forbidden = fail({ kind: 'forbidden' });
    /** Too large for a list, so that it is read by its id. */
    const emails = [...items(1, 1), { id: 2, size: 30 * MB }, { id: 3, size: 1 }];

    test.each([
      ['the list without content', 'GET emails per_page=1000'],
      ['a part of the list', 'GET emails per_page=1&include_content=true'],
      ['one email', 'GET emails/2'],
    ])('%s: that is said, and not half a list given', async (_, part) => {
      const { kit, asked } = kitOf({ emails, instead: (call) => (call === part ? refused() : undefined) });
      expect(await kit.emails(80, 'content')).toEqual(forbidden);
      expect(asked.at(-1)).toBe(part);
    });

    test('one email that was deleted meanwhile is left out', async () => {
      const gone = () => Response.json({ errors: ['Not Found'] }, { status: 404 });
      const { kit } = kitOf({ emails, instead: (call) => (call === 'GET emails/2' ? gone() : undefined) });
      const answer = await kit.emails(80, 'content');
      expect(answer.ok && ids(answer.value)).toEqual([1, 3]);
    });
  });

  test('an entry without an id makes a list that cannot be used as a whole, and is named', async () => {
    const emails = [
      { id: 1, published: true },
      { id: null, subject: 'Hello' },
    ];
    const kit = createKit(
      { header: async () => ok({}) },
      { fetch: async () => Response.json({ emails, pagination: { has_next_page: false } }) },
    );
    expect(await kit.emails(80)).toMatchObject({ problem: { kind: 'not understood' } });
    expect(await kit.listEmails(80)).toEqual(
      ok({ items: [{ id: 1, published: true }], unreadable: [{ id: null, subject: 'Hello' }] }),
    );
  });
});

describe('people', () => {
  test('a page that is too large is asked for in smaller ones, and so are the next', async () => {
    const { kit, asked } = kitOf({ people: items(600, 50_000) });
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof kit.subscribers>> = await kit.subscribers(80, after);
      if (!page.ok) throw new Error(page.problem.kind);
      seen.push(...ids(page.value.items));
      after = page.value.next;
    } while (after !== null);
    expect(seen).toEqual(ids(items(600, 0)));
    expect(asked.filter((each) => /per_page=(1000|250)\b/.test(each))).toHaveLength(2);
    expect(asked).toHaveLength(2 + Math.ceil(600 / 63));
  });

  test('the people of another sequence are asked for as many as ever', async () => {
    const { kit, asked } = kitOf({ people: items(600, 50_000) });
    await kit.subscribers(80, null);
    await kit.subscribers(81, null);
    expect(asked.filter((each) => each.includes('per_page=1000'))).toHaveLength(2);
  });

  test('somebody who is larger than a page may be is read alone', async () => {
    const { kit } = kitOf({ people: items(3, 12 * MB) });
    expect(await kit.subscribers(80, null)).toMatchObject({ value: { items: [{ id: 1 }], next: '1' } });
  });

  test('somebody who is larger than anything may be is told', async () => {
    const { kit, asked } = kitOf({ people: items(1, LARGEST_ITEM + 1) });
    expect(await kit.subscribers(80, null)).toEqual(fail({ kind: 'reply too large' }));
    expect(asked).toHaveLength(6);
  });
});
