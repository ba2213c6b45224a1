import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fail, ok } from '../result.ts';
import { createKit, type Kit } from './client.ts';

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

const isNumber = (value: unknown) => typeof value === 'number';
const notNullOr = (right: (value: unknown) => boolean) => notA((value) => value === null || right(value));

const sequenceFields = {
  sequence: notAnObject,
  'sequence.id': notId,
  'sequence.name': notText,
  'sequence.active': notBoolean,
  'sequence.updated_at': notText,
};
const sequenceExtras = { 'sequence.email_count': notCount, 'sequence.subscriber_count': notCount };

interface Case {
  name: string;
  call(kit: Kit): Promise<unknown>;
  /** What is used of the reply, each with what it cannot be. */
  needed: Record<string, fc.Arbitrary<unknown>>;
  /** What is used if it is there. */
  optional: Record<string, fc.Arbitrary<unknown>>;
  /** What the client gives of a reply. */
  given(reply: Json): unknown;
}

/** What the client gives of a page, which names the next one only where there is one. */
function pageGiven(list: string) {
  return (reply: Json) => {
    const { has_next_page, end_cursor } = reply.pagination as Json;
    return { items: reply[list], next: has_next_page ? end_cursor : null };
  };
}

const idIn = (name: string) => Number((example(name).sequence as Json).id);
const CASES: Case[] = [
  {
    name: 'Account',
    call: (kit) => kit.account(),
    needed: { account: notAnObject, 'account.id': notId, 'account.name': notText },
    optional: {},
    given: ({ account }) => ({ id: (account as Json).id, name: (account as Json).name }),
  },
  ...['SequencePlain', 'SequenceWithStats', 'SequenceWithStatsNeverSent'].map((name) => ({
    name,
    call: (kit: Kit) => kit.sequence(idIn(name)),
    needed: sequenceFields,
    optional: sequenceExtras,
    given: (reply: Json) => reply.sequence,
  })),
  {
    name: 'SequencePaused',
    call: (kit) => kit.setActive(idIn('SequencePaused'), false),
    needed: sequenceFields,
    optional: sequenceExtras,
    given: (reply) => reply.sequence,
  },
  {
    name: 'SequenceSubscriberListCountOnly',
    call: (kit) => kit.countSubscribers(24, 'all'),
    needed: { pagination: notAnObject, 'pagination.total_count': notCount },
    optional: {},
    given: ({ pagination }) => (pagination as Json).total_count,
  },
  ...['SequenceEmailListPage', 'SequenceEmailListWithContentAndStats'].map((name) => ({
    name,
    call: (kit: Kit) => kit.emails(24),
    needed: {
      emails: notA(Array.isArray),
      'emails.0': notAnObject,
      'emails.0.id': notId,
      'emails.0.published': notBoolean,
      pagination: notAnObject,
      'pagination.has_next_page': notBoolean,
    },
    optional: {
      'emails.0.subject': notText,
      'emails.0.position': notNullOr(isNumber),
      'emails.0.delay_value': notA(isNumber),
      'emails.0.delay_unit': notText,
      'emails.0.send_days': notNullOr(Array.isArray),
    },
    given: (reply: Json) => reply.emails,
  })),
  ...['SequenceListPage', 'SequenceListWithStats'].map((name) => ({
    name,
    call: (kit: Kit) => kit.sequences(null),
    needed: {
      sequences: notA(Array.isArray),
      'sequences.0': notAnObject,
      'sequences.0.id': notId,
      'sequences.0.name': notText,
      pagination: notAnObject,
      'pagination.has_next_page': notBoolean,
    },
    optional: {
      'sequences.0.exclude_subscriber_sources': notA(Array.isArray),
      'pagination.end_cursor': notNullOr((value) => typeof value === 'string'),
    },
    given: (reply: Json) => ({ items: reply.sequences, next: null }),
  })),
  {
    name: 'SequenceSubscriberListPage',
    call: (kit) => kit.subscribers(24, null),
    needed: {
      subscribers: notA(Array.isArray),
      'subscribers.0': notAnObject,
      'subscribers.0.id': notId,
      'subscribers.0.email_address': notText,
      pagination: notAnObject,
      'pagination.has_next_page': notBoolean,
    },
    optional: {
      'subscribers.0.first_name': notNullOr((value) => typeof value === 'string'),
      'subscribers.0.state': notText,
      'subscribers.0.added_at': notNullOr((value) => typeof value === 'string'),
      'pagination.end_cursor': notNullOr((value) => typeof value === 'string'),
    },
    given: pageGiven('subscribers'),
  },
  ...(['forms', 'tags', 'segments'] as const).map((list) => ({
    name: { forms: 'FormListPage', tags: 'TagListPage', segments: 'SegmentListPage' }[list],
    call: (kit: Kit) => kit[list](null),
    needed: {
      [list]: notA(Array.isArray),
      [`${list}.0`]: notAnObject,
      [`${list}.0.id`]: notId,
      [`${list}.0.name`]: notText,
      pagination: notAnObject,
      'pagination.has_next_page': notBoolean,
    },
    optional: { 'pagination.end_cursor': notNullOr((value) => typeof value === 'string') },
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
const objectsIn = ({ needed }: Case) => [
  '',
  ...new Set(
    Object.keys(needed)
      .map(holderOf)
      .filter((path) => path !== '' && !LISTS.includes(path)),
  ),
];

const NOT_UNDERSTOOD = fail({ kind: 'not understood', status: 200, requestId: 'req-7' });

describe.each(CASES)('$name', (each) => {
  const { name, call, needed, optional, given } = each;
  const answer = (body: string) =>
    call(
      createKit(
        { header: async () => ok({ 'X-Kit-Api-Key': 'k' }) },
        { fetch: async () => new Response(body, { headers: { 'x-request-id': 'req-7' } }) },
      ),
    );
  const reply = (body: Json) => answer(JSON.stringify(body));

  test('is understood as it stands in the contract', async () => {
    expect(await reply(example(name))).toEqual(ok(given(example(name))));
  });

  test('unknown fields do not break it, and survive in what is given as a whole', async () => {
    const objects = objectsIn(each);
    // Valibot leaves out the names that could reach a prototype.
    const key = fc.string().filter((name) => !['__proto__', 'prototype', 'constructor'].includes(name));
    const additions = fc.dictionary(key, fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...objects), additions, async (path, added) => {
        const body = example(name);
        const object = objectAt(body, path);
        for (const [field, value] of Object.entries(added)) if (!(field in object)) object[field] = value;
        const sent = JSON.parse(JSON.stringify(body));
        expect(await reply(body)).toEqual(ok(given(sent)));
      }),
    );
  });

  test('whatever is not needed may be missing', async () => {
    const objects = objectsIn(each);
    const kept = new Set(Object.keys(needed));
    const dispensable = objects.flatMap((path) =>
      Object.keys(objectAt(example(name), path))
        .map((field) => (path === '' ? field : `${path}.${field}`))
        .filter((field) => !kept.has(field)),
    );
    expect(dispensable).toEqual(expect.arrayContaining(Object.keys(optional)));
    await fc.assert(
      fc.asyncProperty(fc.subarray(dispensable), async (missing) => {
        const body = missing.reduce(without, example(name));
        expect(await reply(body)).toEqual(ok(given(body)));
      }),
    );
  });

  test.each(Object.keys(needed))('%s may not', async (path) => {
    expect(await reply(without(example(name), path))).toEqual(NOT_UNDERSTOOD);
  });

  test.each(Object.entries({ ...needed, ...optional }))('%s of a wrong type', async (path, wrong) => {
    await fc.assert(
      fc.asyncProperty(wrong, async (value) => {
        expect(await reply(withValue(example(name), path, value))).toEqual(NOT_UNDERSTOOD);
      }),
    );
  });

  test('cut off anywhere', async () => {
    const whole = JSON.stringify(example(name));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect(await answer(whole.slice(0, length))).toEqual(NOT_UNDERSTOOD);
      }),
    );
  });
});
