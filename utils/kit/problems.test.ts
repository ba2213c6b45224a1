import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayHaveTakenEffect, problemOfStatus } from './problems.ts';

const KITS = { errors: ['no'] };
const FOREIGN: [string, unknown][] = [
  ['a page', '<html><head><title>404 Not Found</title></head></html>'],
  ['nothing', undefined],
  ['null', null],
  ['a list', ['no']],
  ['other JSON', { message: 'no Route matched with those values' }],
  ["another service's errors", { success: false, errors: [{ code: 1020, message: 'Access denied' }] }],
  ['errors that are no list', { errors: 'no' }],
];

describe.each([
  [401, { kind: 'unauthorized' }],
  [403, { kind: 'forbidden' }],
  [404, { kind: 'not found' }],
  [422, { kind: 'invalid', messages: ['no'] }],
  [400, { kind: 'invalid', messages: ['no'] }],
  [409, { kind: 'invalid', messages: ['no'] }],
  [418, { kind: 'invalid', messages: ['no'] }],
])('status %i', (status, problem) => {
  test("in Kit's form is its refusal, so nothing has happened", () => {
    const said = problemOfStatus(status, KITS, 'r');
    expect(said).toEqual(problem);
    expect(said && mayHaveTakenEffect(said)).toBe(false);
  });

  test.each(FOREIGN)('with %s is not from Kit, so nobody knows', (_name, body) => {
    const said = problemOfStatus(status, body, 'r');
    expect(said).toEqual({ kind: 'not from Kit', status, requestId: 'r' });
    expect(said && mayHaveTakenEffect(said)).toBe(true);
  });
});

test('a 404 may come with an empty list of errors', () => {
  expect(problemOfStatus(404, { errors: [] }, null)).toEqual({ kind: 'not found' });
});

test('a credential may be refused in the words of OAuth, nothing else may', () => {
  expect(problemOfStatus(401, { error: 'invalid_token' }, null)).toEqual({ kind: 'unauthorized' });
  expect(problemOfStatus(403, { error: 'invalid_token' }, null)).toMatchObject({ kind: 'not from Kit' });
});

test.each([
  [413, { kind: 'too large' }],
  [429, { kind: 'rate limited' }],
  [500, { kind: 'server error', status: 500 }],
  [503, { kind: 'server error', status: 503 }],
  [0, { kind: 'not from Kit', status: 0, requestId: 'r' }],
  [302, { kind: 'not from Kit', status: 302, requestId: 'r' }],
])('status %i is that, whatever its body', (status, problem) => {
  for (const body of [KITS, '<html>', undefined]) expect(problemOfStatus(status, body, 'r')).toEqual(problem);
});

test('2xx is no problem, everything else is one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.anything(), (status, body) => {
      const fine = status >= 200 && status < 300;
      expect(problemOfStatus(status, body, null) === null).toBe(fine);
    }),
  );
});

test('a write may have taken effect unless it was clearly refused', () => {
  for (const status of [0, 302, 500, 502, 503, 504]) {
    const problem = problemOfStatus(status, KITS, null);
    expect(problem && mayHaveTakenEffect(problem)).toBe(true);
  }
  for (const kind of ['timeout', 'unreachable', 'reply too large'] as const) {
    expect(mayHaveTakenEffect({ kind })).toBe(true);
  }
  for (const kind of ['not connected', 'no permission', 'too large', 'rate limited'] as const) {
    expect(mayHaveTakenEffect({ kind })).toBe(false);
  }
});

test('messages of a 422: nested ones too, at most five of 200 characters, and only text', () => {
  const messages = (body: unknown) => {
    const problem = problemOfStatus(422, body, null);
    return problem?.kind === 'invalid' ? problem.messages : null;
  };
  expect(messages({ errors: [["name can't be blank"], 'and more', 5, null] })).toEqual([
    "name can't be blank",
    'and more',
  ]);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 500 }), fc.jsonValue())), (more) => {
      const said = messages({ errors: ['no', ...more] }) ?? [];
      expect(said).not.toEqual([]);
      expect(said.length).toBeLessThanOrEqual(5);
      expect(said.every((text) => typeof text === 'string' && text.length <= 200)).toBe(true);
    }),
  );
});
