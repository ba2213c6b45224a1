import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fail, ok } from '../result.ts';
import { createKit, type Kit } from './client.ts';
import { asSent } from './item.ts';
import { asEmail, saysWhetherPublished } from './shapes.ts';

type Json = Record<string, unknown>;

const contract = parse(readFileSync('utils/kit/openapi.yaml', 'utf8')) as {
  components: { examples: Record<string, { value: Json }> };
};
/** Kit's own example of a reply, to be changed at will. */
const example = (name: string): Json => structuredClone(contract.components.examples[name]?.value ?? {});

const number = fc.integer({ min: 1, max: 1e9 });
/** What JSON can hold, but for what `right` accepts. */
const notA = (right: (value: unknown) => boolean) => fc.jsonValue().filter((value) => !right(value));
const notAnObject = notA((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const notText = notA((value) => typeof value === 'string');
const notBoolean = notA((value) => typeof value === 'boolean');
const notId = fc.oneof(notA(Number.isInteger), fc.integer({ max: 0 }), number.map(String));
const notCount = fc.oneof(notA(Number.isInteger), fc.integer({ max: -1 }), number.map(String));

const notNumber = notA((value) => typeof value === 'number');

const sequenceCase = {
  needed: {
    sequence: notAnObject,
    'sequence.id': notId,
    'sequence.name': notText,
    'sequence.active': notBoolean,
    'sequence.updated_at': notText,
  },
  item: {},
  optional: { 'sequence.email_count': notCount, 'sequence.subscriber_count': notCount },
  given: (reply: Json) => reply.sequence,
};

interface Case {
  name: string;
  call(kit: Kit): Promise<unknown>;
  /** What there is no answer without, each with what it cannot be. */
  needed: Record<string, fc.Arbitrary<unknown>>;
  /** What the first item of the list cannot be used without. */
  item: Record<string, fc.Arbitrary<unknown>>;
  /** What is used if it is there, and else is null. */
  optional: Record<string, fc.Arbitrary<unknown>>;
  /** What is given of a reply. */
  given(reply: Json): unknown;
}

const pagination = {
  pagination: notAnObject,
  'pagination.has_next_page': notBoolean,
};

/** What the client gives of a page, which names the next one only where there is one. */
function pageGiven(list: string) {
  return (reply: Json) => {
    const { has_next_page, end_cursor } = reply.pagination as Json;
    return { items: reply[list], next: has_next_page ? end_cursor : null, unreadable: [] };
  };
}

const idIn = (name: string) => Number((example(name).sequence as Json).id);
const CASES: Case[] = [
  {
    name: 'Account',
    call: (kit) => kit.account(),
    needed: { account: notAnObject, 'account.id': notId, 'account.name': notText },
    item: {},
    optional: {},
    given: ({ account }) => ({ id: (account as Json).id, name: (account as Json).name }),
  },
  ...['SequencePlain', 'SequenceWithStats', 'SequenceWithStatsNeverSent'].map((name) => ({
    name,
    call: (kit: Kit) => kit.sequence(idIn(name)),
    ...sequenceCase,
  })),
  {
    name: 'SequencePaused',
    call: (kit) => kit.setActive(idIn('SequencePaused'), false),
    ...sequenceCase,
  },
  {
    name: 'SequenceSubscriberListCountOnly',
    call: (kit) => kit.countSubscribers(24, 'all'),
    needed: { pagination: notAnObject, 'pagination.total_count': notCount },
    item: {},
    optional: {},
    given: ({ pagination }) => (pagination as Json).total_count,
  },
  ...['SequenceEmailListPage', 'SequenceEmailListWithContentAndStats'].map((name) => ({
    name,
    call: (kit: Kit) => kit.listEmails(24),
    needed: { emails: notA(Array.isArray), ...pagination },
    item: { 'emails.0': notAnObject, 'emails.0.id': notId },
    optional: {
      'emails.0.subject': notText,
      'emails.0.position': notNumber,
      'emails.0.delay_value': notNumber,
      'emails.0.delay_unit': notText,
      'emails.0.send_days': notA(Array.isArray),
    },
    given: (reply: Json) => ({ items: reply.emails, unreadable: [] }),
  })),
  ...['SequenceListPage', 'SequenceListWithStats'].map((name) => ({
    name,
    call: (kit: Kit) => kit.sequences(null),
    needed: { sequences: notA(Array.isArray), ...pagination },
    item: { 'sequences.0': notAnObject, 'sequences.0.id': notId, 'sequences.0.name': notText },
    optional: { 'sequences.0.exclude_subscriber_sources': notA(Array.isArray) },
    given: pageGiven('sequences'),
  })),
  {
    name: 'SequenceSubscriberListPage',
    call: (kit) => kit.subscribers(24, null),
    needed: { subscribers: notA(Array.isArray), ...pagination },
    item: { 'subscribers.0': notAnObject, 'subscribers.0.id': notId },
    optional: {
      'subscribers.0.email_address': notText,
      'subscribers.0.first_name': notText,
      'subscribers.0.state': notText,
      'subscribers.0.added_at': notText,
      'subscribers.0.fields': notA((value) => typeof value === 'object' && value !== null),
    },
    given: pageGiven('subscribers'),
  },
  ...(['forms', 'tags', 'segments'] as const).map((list) => ({
    name: { forms: 'FormListPage', tags: 'TagListPage', segments: 'SegmentListPage' }[list],
    call: (kit: Kit) => kit[list](null),
    needed: { [list]: notA(Array.isArray), ...pagination },
    item: { [`${list}.0`]: notAnObject, [`${list}.0.id`]: notId, [`${list}.0.name`]: notText },
    optional: {},
    given: pageGiven(list),
  })),
];

/** The object at a path like `emails.0`; '' is the reply itself. */
const objectAt = (reply: Json, path: string) =>
  path
    .split('.')
    .filter((step) => step !== '')
    .reduce<unknown>((value, step) => (value as Json)[step], reply) as Json;
const holderOf = (path: string) => path.split('.').slice(0, -1).join('.');
const fieldOf = (path: string) => path.split('.').at(-1) ?? '';

const withValue = (reply: Json, path: string, value: unknown) => {
  objectAt(reply, holderOf(path))[fieldOf(path)] = value;
  return reply;
};
const without = (reply: Json, path: string) => {
  const holder = objectAt(reply, holderOf(path));
  if (Array.isArray(holder)) holder[Number(fieldOf(path))] = null;
  else delete holder[fieldOf(path)];
  return reply;
};

const LISTS = ['emails', 'sequences', 'subscribers', 'forms', 'tags', 'segments'];

/** The paths of every object in the reply that this version reads into. */
const objectsIn = ({ needed, item }: Case) => [
  '',
  ...new Set(
    Object.keys({ ...needed, ...item })
      .map(holderOf)
      .filter((path) => path !== '' && !LISTS.includes(path)),
  ),
];

const NOT_UNDERSTOOD = fail({ kind: 'not understood', status: 200, requestId: 'req-7' });

describe.each(CASES)('$name', (each) => {
  const { name, call, needed, item, optional, given } = each;
  const answer = (body: string) =>
    call(
      createKit(
        { header: async () => ok({ 'X-Kit-Api-Key': 'k' }) },
        { fetch: async () => new Response(body, { headers: { 'x-request-id': 'req-7' } }) },
      ),
    );
  const reply = (body: Json) => answer(JSON.stringify(body));
  /** What is given where the first item cannot be used. */
  const givenWithoutFirst = (body: Json) => {
    const [list = ''] = Object.keys(item);
    const items = objectAt(body, holderOf(list)) as unknown as unknown[];
    const rest = given(withValue(structuredClone(body), holderOf(list), items.slice(1)));
    return ok({ ...(rest as object), unreadable: [items[0]] });
  };

  test('is understood as it stands in the contract', async () => {
    expect(await reply(example(name))).toEqual(ok(given(example(name))));
  });

  test('unknown fields do not break it, and survive in what is given as a whole, whatever they are called', async () => {
    const objects = objectsIn(each);
    const key = fc.oneof(fc.string(), fc.constantFrom('constructor', 'prototype', '__proto__', 'toString'));
    const additions = fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...objects), additions, async (path, added) => {
        const body = example(name);
        const object = objectAt(body, path);
        for (const [field, value] of Object.entries(added)) {
          if (Object.hasOwn(object, field)) continue;
          Object.defineProperty(object, field, { value, enumerable: true });
        }
        const sent = JSON.stringify(body);
        // As text: an own field that is called `__proto__` is one that matchers do not see.
        expect(JSON.stringify(await answer(sent))).toBe(JSON.stringify(ok(given(JSON.parse(sent)))));
      }),
    );
  });

  test('whatever is not needed may be missing', async () => {
    const objects = objectsIn(each);
    const kept = new Set(Object.keys({ ...needed, ...item }));
    const dispensable = objects.flatMap((path) =>
      Object.keys(objectAt(example(name), path))
        .map((field) => (path === '' ? field : `${path}.${field}`))
        .filter((field) => !kept.has(field) && field !== 'emails.0.published'),
    );
    expect(dispensable).toEqual(expect.arrayContaining(Object.keys(optional)));
    await fc.assert(
      fc.asyncProperty(fc.subarray(dispensable), async (missing) => {
        const body = missing.reduce(without, example(name));
        expect(await reply(body)).toEqual(ok(given(body)));
      }),
    );
  });

  if (Object.keys(optional).length > 0) {
    test.each(Object.entries(optional))('%s of a wrong type is as if it were null', async (path, wrong) => {
      await fc.assert(
        fc.asyncProperty(wrong, async (value) => {
          const expected = ok(given(withValue(example(name), path, null)));
          expect(await reply(withValue(example(name), path, value))).toEqual(expected);
        }),
      );
    });
  }

  if (Object.keys(item).length > 0) {
    test.each(Object.entries(item))('without %s, or a wrong one, that item is named', async (path, wrong) => {
      const missing = without(example(name), path);
      expect(await reply(missing)).toEqual(givenWithoutFirst(missing));
      await fc.assert(
        fc.asyncProperty(wrong, async (value) => {
          const body = withValue(example(name), path, JSON.parse(JSON.stringify(value)));
          expect(await reply(body)).toEqual(givenWithoutFirst(body));
        }),
      );
    });
  }

  test.each(Object.entries(needed))(
    'without %s, or a wrong one, nothing is understood',
    async (path, wrong) => {
      expect(await reply(without(example(name), path))).toEqual(NOT_UNDERSTOOD);
      await fc.assert(
        fc.asyncProperty(wrong, async (value) => {
          expect(await reply(withValue(example(name), path, value))).toEqual(NOT_UNDERSTOOD);
        }),
      );
    },
  );

  test('cut off anywhere', async () => {
    const whole = JSON.stringify(example(name));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect(await answer(whole.slice(0, length))).toEqual(NOT_UNDERSTOOD);
      }),
    );
  });
});

describe('replies that were seen in the wild', () => {
  const sample = (file: string) => readFileSync(`demo/samples/${file}`, 'utf8');
  const kit = (file: string) =>
    createKit(
      { header: async () => ok({ 'X-Kit-Api-Key': 'k' }) },
      { fetch: async () => new Response(sample(file)) },
    );

  test('a subject that is null costs no list', async () => {
    const { emails } = JSON.parse(sample('emails-subject-null.json'));
    expect(await kit('emails-subject-null.json').emails(80)).toEqual(ok(emails));
    expect(emails[1].subject).toBeNull();
  });

  test('counts that are null cost no sequence', async () => {
    const { sequence } = JSON.parse(sample('sequence-counts-null.json'));
    expect(await kit('sequence-counts-null.json').sequence(80)).toEqual(ok(sequence));
    expect(sequence).toMatchObject({ email_count: null, subscriber_count: null });
  });

  test('fields that are called as what every object has are kept', async () => {
    const page = await kit('subscribers-constructor.json').subscribers(80, null);
    const fields = page.ok ? page.value.items[0]?.fields : null;
    expect(Object.entries(fields ?? {})).toEqual([
      ['constructor', 'Acme Builders'],
      ['prototype', 'P-7'],
      ['builder', 'kept'],
    ]);
  });
});

describe('whether an email is published', () => {
  const email = (published?: unknown) => asEmail({ id: 7, ...(published !== undefined && { published }) });

  test.each([null, undefined, 'yes', 1])('%s is read as a draft, of which that is not known', (published) => {
    const read = email(published);
    expect(read).toEqual({ id: 7, published: false });
    expect(read && saysWhetherPublished(read)).toBe(false);
    expect(read && asSent(read)).toEqual(published === undefined ? { id: 7 } : { id: 7, published });
  });

  test.each([true, false])('%s is known', (published) => {
    const read = email(published);
    expect(read).toEqual({ id: 7, published });
    expect(read && saysWhetherPublished(read)).toBe(true);
  });
});
