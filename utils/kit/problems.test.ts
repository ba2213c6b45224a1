import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayHaveTakenEffect, problemOfStatus } from './problems.ts';

test.each([
  [401, { kind: 'unauthorized' }],
  [403, { kind: 'forbidden' }],
  [404, { kind: 'not found' }],
  [413, { kind: 'too large' }],
  [422, { kind: 'invalid', messages: [] }],
  [429, { kind: 'rate limited' }],
  [500, { kind: 'server error', status: 500 }],
  [503, { kind: 'server error', status: 503 }],
  [0, { kind: 'not understood', status: 0, requestId: 'r' }],
  [302, { kind: 'not understood', status: 302, requestId: 'r' }],
  [418, { kind: 'not understood', status: 418, requestId: 'r' }],
])('status %i', (status, problem) => {
  expect(problemOfStatus(status, null, 'r')).toEqual(problem);
});

test('2xx is no problem, everything else is one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.anything(), (status, body) => {
      const fine = status >= 200 && status < 300;
      expect(problemOfStatus(status, body, null) === null).toBe(fine);
    }),
  );
});

test('a write may have taken effect unless Kit clearly refused it', () => {
  const effect = (status: number) => {
    const problem = problemOfStatus(status, null, null);
    return problem && mayHaveTakenEffect(problem);
  };
  for (const status of [0, 302, 418, 500, 502, 503, 504]) expect(effect(status)).toBe(true);
  for (const status of [401, 403, 404, 413, 422, 429]) expect(effect(status)).toBe(false);
  for (const kind of ['timeout', 'unreachable'] as const) expect(mayHaveTakenEffect({ kind })).toBe(true);
  for (const kind of ['not connected', 'no permission'] as const) {
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
  expect(messages({ errors: 'no list' })).toEqual([]);
  expect(messages('no object')).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 500 }), fc.jsonValue())), (errors) => {
      const said = messages({ errors }) ?? [];
      expect(said.length).toBeLessThanOrEqual(5);
      expect(said.every((text) => typeof text === 'string' && text.length <= 200)).toBe(true);
    }),
  );
});
