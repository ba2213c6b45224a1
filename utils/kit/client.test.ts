import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import type { Budget } from './budget.ts';
import { type Authorization, createKit, type Kit, type KitOptions } from './client.ts';

const authorization: Authorization = { header: async () => ok({ 'X-Kit-Api-Key': 'secret-key' }) };
const sequence = {
  id: 80,
  name: 'Welcome',
  active: false,
  updated_at: '2026-11-02T09:00:00Z',
  new_field: [1],
};
const json = (body: unknown, status = 200, headers = {}) => Response.json(body, { status, headers });
const text = (body: string, status = 200) => new Response(body, { status });

function kitThat(
  answer: (request: Request) => Response | Promise<Response>,
  by = authorization,
  options: KitOptions = {},
) {
  const fetch = vi.fn(async (request: Request) => answer(request));
  const sleep = vi.fn(async (_ms: number) => undefined);
  const budget = { turn: vi.fn<Budget['turn']>(async () => ok(null)), refused: vi.fn() };
  return { kit: createKit(by, { fetch, sleep, budget, ...options }), fetch, sleep, budget };
}

const ADDED = { addedAfter: '2026-10-01', addedBefore: '2026-10-08T09:00:00Z' };

const CALLS: [string, (kit: Kit) => Promise<unknown>][] = [
  ['account', (kit) => kit.account()],
  ['sequence', (kit) => kit.sequence(80)],
  ['sequence with stats', (kit) => kit.sequence(80, 'stats')],
  ['countSubscribers', (kit) => kit.countSubscribers(80, 'all')],
  ['countSubscribers by date', (kit) => kit.countSubscribers(80, 'active', ADDED)],
  ['sequences', (kit) => kit.sequences(null)],
  ['sequences, further on', (kit) => kit.sequences('WzI0XQ==')],
  ['emails', (kit) => kit.emails(80)],
  ['emails with content', (kit) => kit.emails(80, 'content')],
  ['listEmails', (kit) => kit.listEmails(80)],
  ['email', (kit) => kit.email(80, 7)],
  ['createEmail', (kit) => kit.createEmail(80, { subject: 'Hello', delay_value: 1, delay_unit: 'days' })],
  ['updateEmail', (kit) => kit.updateEmail(80, 7, { published: true })],
  ['subscribers', (kit) => kit.subscribers(80, null)],
  ['subscribers, further on', (kit) => kit.subscribers(80, 'WzI0XQ==', ADDED)],
  ['addSubscriber', (kit) => kit.addSubscriber(80, 9)],
  ['forms', (kit) => kit.forms(null)],
  ['tags', (kit) => kit.tags('WzI0XQ==')],
  ['segments', (kit) => kit.segments(null)],
  ['createSequence', (kit) => kit.createSequence({ name: 'Welcome', active: false })],
  ['updateSequence', (kit) => kit.updateSequence(80, { name: 'Welcome' })],
  ['setActive', (kit) => kit.setActive(80, false)],
  ['deleteSequence', (kit) => kit.deleteSequence(80)],
  ['deleteEmail', (kit) => kit.deleteEmail(80, 7)],
];

describe('what is sent', () => {
  const sent = async (call: (kit: Kit) => Promise<unknown>) => {
    const { kit, fetch } = kitThat(() => json({}));
    await call(kit);
    const request = fetch.mock.calls[0]?.[0] as Request;
    expect(fetch).toHaveBeenCalledOnce();
    expect(request.headers.get('x-kit-api-key')).toBe('secret-key');
    expect(request.url).not.toContain('secret-key');
    return `${request.method} ${request.url} ${await request.text()}`.trim();
  };
  test.each([
    ['account', 'GET https://api.kit.com/v4/account'],
    ['sequence', 'GET https://api.kit.com/v4/sequences/80'],
    [
      'countSubscribers',
      'GET https://api.kit.com/v4/sequences/80/subscribers?status=all&per_page=1&include_total_count=true',
    ],
    ['sequence with stats', 'GET https://api.kit.com/v4/sequences/80?include=stats'],
    [
      'countSubscribers by date',
      'GET https://api.kit.com/v4/sequences/80/subscribers?status=active&per_page=1&include_total_count=true' +
        '&added_after=2026-10-01&added_before=2026-10-08T09%3A00%3A00Z',
    ],
    ['sequences', 'GET https://api.kit.com/v4/sequences?per_page=1000'],
    ['sequences, further on', 'GET https://api.kit.com/v4/sequences?per_page=1000&after=WzI0XQ%3D%3D'],
    ['emails', 'GET https://api.kit.com/v4/sequences/80/emails?per_page=1000'],
    [
      'emails with content',
      'GET https://api.kit.com/v4/sequences/80/emails?per_page=1000&include_content=true',
    ],
    ['email', 'GET https://api.kit.com/v4/sequences/80/emails/7'],
    [
      'createEmail',
      'POST https://api.kit.com/v4/sequences/80/emails {"subject":"Hello","delay_value":1,"delay_unit":"days"}',
    ],
    ['updateEmail', 'PUT https://api.kit.com/v4/sequences/80/emails/7 {"published":true}'],
    ['subscribers', 'GET https://api.kit.com/v4/sequences/80/subscribers?status=all&per_page=1000'],
    [
      'subscribers, further on',
      'GET https://api.kit.com/v4/sequences/80/subscribers?status=all&per_page=1000&after=WzI0XQ%3D%3D' +
        '&added_after=2026-10-01&added_before=2026-10-08T09%3A00%3A00Z',
    ],
    ['addSubscriber', 'POST https://api.kit.com/v4/sequences/80/subscribers/9 {}'],
    ['forms', 'GET https://api.kit.com/v4/forms?status=all&per_page=1000'],
    ['tags', 'GET https://api.kit.com/v4/tags?per_page=1000&after=WzI0XQ%3D%3D'],
    ['segments', 'GET https://api.kit.com/v4/segments?per_page=1000'],
    ['createSequence', 'POST https://api.kit.com/v4/sequences {"name":"Welcome","active":false}'],
    ['updateSequence', 'PUT https://api.kit.com/v4/sequences/80 {"name":"Welcome"}'],
    ['setActive', 'PUT https://api.kit.com/v4/sequences/80 {"active":false}'],
    ['deleteSequence', 'DELETE https://api.kit.com/v4/sequences/80'],
    ['deleteEmail', 'DELETE https://api.kit.com/v4/sequences/80/emails/7'],
  ])('%s', async (name, expected) => {
    const call = CALLS.find(([known]) => known === name)?.[1];
    expect(call && (await sent(call))).toBe(expected);
  });
});

describe('what is read', () => {
  test('the account', async () => {
    const { kit } = kitThat(() => json({ user: {}, account: { id: 1, name: 'Juniper', plan: {} } }));
    expect(await kit.account()).toEqual(ok({ id: 1, name: 'Juniper' }));
  });

  test('a sequence, with fields that this version does not know', async () => {
    expect(await kitThat(() => json({ sequence })).kit.sequence(80)).toEqual(ok(sequence));
  });

  test('counts', async () => {
    const { kit } = kitThat(() => json({ subscribers: [], pagination: { total_count: 0 } }));
    expect(await kit.countSubscribers(80, 'active')).toEqual(ok(0));
  });

  test('a count with one limit of two sends that one', async () => {
    const { kit, fetch } = kitThat(() => json({ pagination: { total_count: 3 } }));
    expect(await kit.countSubscribers(80, 'active', { addedAfter: null, addedBefore: '2026-10-08' })).toEqual(
      ok(3),
    );
    const { searchParams } = new URL(fetch.mock.calls[0]?.[0]?.url ?? '');
    expect(searchParams.get('added_before')).toBe('2026-10-08');
    expect(searchParams.has('added_after')).toBe(false);
  });

  test('a page of sequences, and where the next one begins', async () => {
    const sequences = [{ id: 80, name: 'Welcome' }];
    const reply = (pagination: object) => kitThat(() => json({ sequences, pagination })).kit.sequences(null);
    expect(await reply({ has_next_page: false, end_cursor: 'x' })).toEqual(
      ok({ items: sequences, next: null, unreadable: [] }),
    );
    expect(await reply({ has_next_page: true, end_cursor: 'x' })).toEqual(
      ok({ items: sequences, next: 'x', unreadable: [] }),
    );
    for (const end_cursor of [null, '']) {
      expect(await reply({ has_next_page: true, end_cursor })).toMatchObject({
        problem: { kind: 'not understood' },
      });
    }
  });

  test('emails, but never half of them', async () => {
    const emails = [{ id: 1, published: true }];
    const reply = (has_next_page: boolean) =>
      kitThat(() => json({ emails, pagination: { has_next_page } })).kit.emails(80);
    expect(await reply(false)).toEqual(ok(emails));
    expect(await reply(true)).toMatchObject({ problem: { kind: 'not understood' } });
  });

  test('whether somebody was added or had been there', async () => {
    const status = async (code: number) =>
      kitThat(() => json({ subscriber: { id: 9 } }, code)).kit.addSubscriber(80, 9);
    expect(await status(201)).toEqual(ok('added'));
    expect(await status(200)).toEqual(ok('already'));
    expect(await status(202)).toMatchObject({ problem: { kind: 'not understood' } });
  });

  test('another email than the one asked for is not understood', async () => {
    const { kit } = kitThat(() => json({ email: { id: 8, published: true } }));
    expect(await kit.email(80, 8)).toEqual(ok({ id: 8, published: true }));
    for (const call of [kit.email(80, 7), kit.updateEmail(80, 7, { published: true })]) {
      expect(await call).toMatchObject({ problem: { kind: 'not understood' } });
    }
  });

  test('a change that Kit did not make is not understood', async () => {
    expect(await kitThat(() => json({ sequence })).kit.setActive(80, false)).toEqual(ok(sequence));
    expect(await kitThat(() => json({ sequence })).kit.setActive(80, true)).toMatchObject({ ok: false });
  });

  test('another sequence than the one asked for is not understood', async () => {
    const { kit } = kitThat(() => json({ sequence: { ...sequence, id: 81 } }));
    const problem = { kind: 'not understood', status: 200, requestId: null };
    expect(await kit.sequence(80)).toEqual(fail(problem));
    expect(await kit.setActive(80, false)).toEqual(fail(problem));
  });

  test('a delete has worked with 204 only', async () => {
    expect(await kitThat(() => new Response(null, { status: 204 })).kit.deleteSequence(80)).toEqual(ok(null));
    for (const status of [200, 202]) {
      const answer = await kitThat(() => json({}, status)).kit.deleteSequence(80);
      expect(answer).toMatchObject({ ok: false, problem: { kind: 'not understood', status } });
    }
  });
});

describe.each(CALLS)('%s never throws', (_name, call) => {
  const problemOf = async (answer: () => Response | Promise<Response>) => {
    const result = await call(kitThat(answer).kit);
    expect(result).toMatchObject({ ok: false });
    return (result as { problem: unknown }).problem;
  };

  test.each([
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'forbidden' }],
    [404, { kind: 'not found' }],
    [413, { kind: 'too large' }],
    [422, { kind: 'invalid', messages: ['no'] }],
    [429, { kind: 'rate limited' }],
    [500, { kind: 'server error', status: 500 }],
    [503, { kind: 'server error', status: 503 }],
    [400, { kind: 'invalid', messages: ['no'] }],
    [418, { kind: 'invalid', messages: ['no'] }],
  ])('%i', async (status, problem) => {
    expect(await problemOf(() => json({ errors: ['no'] }, status))).toEqual(problem);
  });

  test('an error without a body that can be read', async () => {
    expect(await problemOf(() => text('', 429))).toEqual({ kind: 'rate limited' });
    expect(await problemOf(() => text('<h1>Bad Gateway', 502))).toEqual({
      kind: 'server error',
      status: 502,
    });
    expect(await problemOf(() => text('{', 422))).toEqual({
      kind: 'not from Kit',
      status: 422,
      requestId: null,
    });
  });

  test("a proxy's 404 is not Kit's, a challenge does not forbid, and neither is sent again", async () => {
    const proxy = '<html><head><title>404 Not Found</title></head><body>nginx</body></html>';
    const answers: [number, string, object][] = [
      [404, proxy, {}],
      [403, '<title>Just a moment...</title>', { 'cf-mitigated': 'challenge' }],
    ];
    for (const [status, body, headers] of answers) {
      const { kit, fetch } = kitThat(
        () => new Response(body, { status, headers: { 'content-type': 'text/html', ...headers } }),
      );
      expect(await call(kit)).toEqual(fail({ kind: 'not from Kit', status, requestId: null }));
      expect(fetch).toHaveBeenCalledOnce();
    }
  });

  test('no JSON, truncated JSON, an empty body, wrong types', async () => {
    const wrong = [
      '{"sequence":{"id":80',
      '',
      'null',
      '[]',
      '{"account":{"id":"1"},"sequence":{"id":80},"pagination":{"total_count":-1},"emails":{}}',
    ];
    for (const body of wrong) {
      const problem = await problemOf(() => text(body));
      expect(problem).toEqual({ kind: 'not understood', status: 200, requestId: null });
    }
  });

  test('a web page with status 200', async () => {
    for (const page of ['<!doctype html><title>Log in</title>', '\n  <html>']) {
      const problem = await problemOf(() => text(page));
      expect(problem).toEqual({ kind: 'not from Kit', status: 200, requestId: null });
    }
  });

  test('a redirect', async () => {
    // What `redirect: 'manual'` gives: an opaque response of status 0.
    const problem = await problemOf(() => Response.error());
    expect(problem).toEqual({ kind: 'not from Kit', status: 0, requestId: null });
  });

  test('no connection, a connection that breaks, no reply in time', async () => {
    const rejects = (error: Error) => problemOf(() => Promise.reject(error));
    expect(await rejects(new TypeError('Failed to fetch'))).toEqual({ kind: 'unreachable' });
    expect(await rejects(new DOMException('', 'TimeoutError'))).toEqual({ kind: 'timeout' });
    const breaks = () =>
      new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }));
    expect(await problemOf(breaks)).toEqual({ kind: 'unreachable' });
  });

  test('any reply at all', async () => {
    const reply = fc.record({
      status: fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
      body: fc.oneof(fc.string(), fc.json()),
    });
    await fc.assert(
      fc.asyncProperty(reply, async ({ status, body }) => {
        expect(await call(kitThat(() => text(body, status)).kit)).toMatchObject({ ok: false });
      }),
    );
  });

  test('without a credential nothing is sent', async () => {
    const problem = { kind: 'not connected' } as const;
    const { kit, fetch } = kitThat(() => json({}), { header: async () => fail(problem) });
    expect(await call(kit)).toEqual(fail(problem));
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('a refused credential', () => {
  const renewing = (renew: Authorization['renew']) => ({
    header: async () => ok({ Authorization: 'Bearer old' }),
    ...(renew ? { renew } : {}),
  });
  const fresh = vi.fn(async () => ok({ Authorization: 'Bearer new' }));

  test('is renewed, and the call sent once more', async () => {
    const { kit, fetch } = kitThat(
      (request) =>
        request.headers.get('authorization') === 'Bearer new'
          ? json({ sequence })
          : json({ errors: ['The access token expired'] }, 401),
      renewing(fresh),
    );
    expect(await kit.sequence(80)).toEqual(ok(sequence));
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(fresh).toHaveBeenCalledWith({ Authorization: 'Bearer old' });
  });

  test('is renewed once only', async () => {
    fresh.mockClear();
    const { kit, fetch } = kitThat(() => json({ errors: ['no'] }, 401), renewing(fresh));
    expect(await kit.deleteSequence(80)).toEqual(fail({ kind: 'unauthorized' }));
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(fresh).toHaveBeenCalledOnce();
  });

  test('that cannot be renewed is not sent again', async () => {
    const { kit, fetch } = kitThat(
      () => json({ errors: ['no'] }, 401),
      renewing(async () => fail({ kind: 'timeout' })),
    );
    expect(await kit.sequence(80)).toEqual(fail({ kind: 'timeout' }));
    expect(fetch).toHaveBeenCalledOnce();
  });
});

const OFFLINE = () => Promise.reject(new TypeError('Failed to fetch'));
const LATE = () => Promise.reject(new DOMException('', 'TimeoutError'));
/** Those that must not happen twice. */
const ONCE = ['createSequence', 'createEmail', 'addSubscriber', 'deleteSequence', 'deleteEmail'];

describe('a call that failed', () => {
  /** Answers with each in turn, then with the last one again and again. */
  const inTurn = (...answers: (() => Response | Promise<Response>)[]) => {
    let next = 0;
    return () => answers[Math.min(next++, answers.length - 1)]?.() ?? json({});
  };
  const status =
    (code: number, headers = {}) =>
    () =>
      json({ errors: ['no'] }, code, headers);
  const found = () => json({ sequence });

  test.each(CALLS.filter(([name]) => !ONCE.includes(name)))(
    '%s is sent three times at most, each time in a turn of its own',
    async (_name, send) => {
      for (const code of [429, 500, 503]) {
        const { kit, fetch, sleep, budget } = kitThat(status(code), authorization, { random: () => 0.5 });
        expect(await send(kit)).toMatchObject({ ok: false });
        expect(fetch).toHaveBeenCalledTimes(3);
        expect(budget.turn).toHaveBeenCalledTimes(3);
        expect(sleep.mock.calls).toEqual([[250], [500]]);
        expect(budget.refused).toHaveBeenCalledTimes(code === 429 ? 3 : 0);
      }
    },
  );

  test.each(CALLS)('%s is not sent again after a lost answer or a refusal', async (_name, send) => {
    const answers = [OFFLINE, LATE, ...[401, 403, 404, 413, 418, 422].map((code) => status(code))];
    for (const answer of answers) {
      const { kit, fetch, sleep } = kitThat(answer);
      expect(await send(kit)).toMatchObject({ ok: false });
      expect(fetch).toHaveBeenCalledOnce();
      expect(sleep).not.toHaveBeenCalled();
    }
  });

  test.each(CALLS.filter(([name]) => ONCE.includes(name)))(
    '%s is sent once, whatever Kit answers',
    async (_name, send) => {
      for (const answer of [OFFLINE, LATE, ...[429, 500, 502, 503, 504].map((code) => status(code))]) {
        const { kit, fetch } = kitThat(answer);
        expect(await send(kit)).toMatchObject({ ok: false });
        expect(fetch).toHaveBeenCalledOnce();
      }
    },
  );

  test('works when Kit has recovered', async () => {
    for (const code of [429, 500]) {
      const { kit, fetch } = kitThat(inTurn(status(code), status(code), found));
      expect(await kit.sequence(80)).toEqual(ok(sequence));
      expect(fetch).toHaveBeenCalledTimes(3);
      const put = kitThat(inTurn(status(code), found));
      expect(await put.kit.setActive(80, false)).toEqual(ok(sequence));
      expect(await put.fetch.mock.calls[1]?.[0].text()).toBe('{"active":false}');
    }
  });

  test("tells Kit's own fault where the browser keeps the next one back", async () => {
    // Chromium throttles what an extension asks of a server that has just answered with 5xx.
    const throttled = () => Promise.reject(new TypeError('Failed to fetch'));
    const { kit } = kitThat(inTurn(status(500), throttled));
    expect(await kit.sequence(80)).toEqual(fail({ kind: 'server error', status: 500 }));
  });

  test('waits as long as Kit asks for, and everybody with it', async () => {
    const { kit, sleep, budget } = kitThat(inTurn(status(429, { 'retry-after': '7' }), found));
    expect(await kit.sequence(80)).toEqual(ok(sequence));
    expect(sleep.mock.calls).toEqual([[7_000]]);
    expect(budget.refused.mock.calls).toEqual([[7_000]]);
  });

  test('gives up at once when a person would wait too long; a bulk read waits', async () => {
    const answers = () => inTurn(status(429, { 'retry-after': '60' }), found);
    const { kit, fetch, budget } = kitThat(answers());
    expect(await kit.sequence(80)).toEqual(fail({ kind: 'rate limited', retryAfter: 60 }));
    expect(fetch).toHaveBeenCalledOnce();
    expect(budget.refused.mock.calls).toEqual([[60_000]]);
    const bulk = kitThat(answers(), authorization, { priority: 'bulk' });
    expect(await bulk.kit.sequence(80)).toEqual(ok(sequence));
    expect(bulk.sleep.mock.calls).toEqual([[60_000]]);
    expect(bulk.budget.turn.mock.calls.map(([priority]) => priority)).toEqual(['bulk', 'bulk']);
  });

  test('a change that may have been made is never called refused', async () => {
    const fault = { kind: 'server error', status: 500 };
    for (const then of [401, 403, 413, 422, 429]) {
      const { kit } = kitThat(inTurn(status(500), status(then)));
      expect(await kit.setActive(80, false)).toEqual(fail(fault));
    }
    const { kit, budget } = kitThat(status(500));
    budget.turn.mockResolvedValueOnce(ok(null)).mockResolvedValueOnce(fail({ kind: 'rate limited' }));
    expect(await kit.setActive(80, false)).toEqual(fail(fault));
  });

  test('a change that may have been made, of a sequence that is gone now', async () => {
    const { kit } = kitThat(inTurn(status(500), status(404)));
    expect(await kit.setActive(80, false)).toEqual(fail({ kind: 'not found' }));
  });

  test('a read tells the last problem', async () => {
    const { kit } = kitThat(inTurn(status(500), status(403)));
    expect(await kit.sequence(80)).toEqual(fail({ kind: 'forbidden' }));
  });
});

describe.each(CALLS)('%s without a turn sends nothing', (_name, send) => {
  test('when it would have to wait too long', async () => {
    const { kit, fetch, budget } = kitThat(() => json({}));
    budget.turn.mockResolvedValue(fail({ kind: 'rate limited', retryAfter: 40 }));
    expect(await send(kit)).toEqual(fail({ kind: 'rate limited', retryAfter: 40 }));
    expect(fetch).not.toHaveBeenCalled();
  });

  test('when the memory of past requests fails', async () => {
    const { kit, fetch, budget } = kitThat(() => json({}));
    budget.turn.mockRejectedValue(new Error('quota'));
    expect(await send(kit)).toEqual(fail({ kind: 'storage failed' }));
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('a client that has ended', () => {
  const asked = [
    ['once', 'deleteSequence', (kit: Kit) => kit.deleteSequence(80)],
    ['idempotent', 'setActive', (kit: Kit) => kit.setActive(80, false)],
  ] as const;

  test.each(CALLS)('sends nothing: %s', async (_name, call) => {
    const { kit, fetch } = kitThat(() => json({}), authorization, { ended: AbortSignal.abort() });
    expect(await call(kit)).toEqual(fail({ kind: 'storage failed' }));
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each(asked)('while a turn is given sends nothing: %s, %s', async (_, __, call) => {
    const ended = new AbortController();
    const { kit, fetch, budget } = kitThat(() => json({}), authorization, { ended: ended.signal });
    budget.turn.mockImplementation(async () => {
      ended.abort();
      return ok(null);
    });
    expect(await call(kit)).toEqual(fail({ kind: 'storage failed' }));
    expect(budget.turn).toHaveBeenCalledExactlyOnceWith('interactive', ended.signal);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([
    [429, { kind: 'rate limited', retryAfter: 1 }],
    [503, { kind: 'server error', status: 503 }],
  ])('after a %s tells of that, and not that nothing was sent', async (status, problem) => {
    const ended = new AbortController();
    const answer = () => {
      ended.abort();
      return json({ errors: ['no'] }, status, { 'retry-after': '1' });
    };
    const { kit, fetch } = kitThat(answer, authorization, { ended: ended.signal });
    expect(await kit.setActive(80, false)).toEqual(fail(problem));
    expect(fetch).toHaveBeenCalledOnce();
  });

  test.each(['while the credential is renewed', 'while a turn is given after that'])(
    '%s tells of the refusal before',
    async (when) => {
      const ended = new AbortController();
      const renew = async () => {
        if (when.endsWith('renewed')) ended.abort();
        return ok({ Authorization: 'Bearer new' });
      };
      const { kit, fetch, budget } = kitThat(
        () => json({ errors: ['no'] }, 401),
        { ...authorization, renew },
        { ended: ended.signal },
      );
      budget.turn
        .mockImplementationOnce(async () => ok(null))
        .mockImplementationOnce(async () => {
          ended.abort();
          return ok(null);
        });
      expect(await kit.deleteSequence(80)).toEqual(fail({ kind: 'unauthorized' }));
      expect(fetch).toHaveBeenCalledOnce();
    },
  );
});

test('a turn is taken when the credential is at hand, which may take long', async () => {
  const order: string[] = [];
  const { kit, budget } = kitThat(() => json({ sequence }), {
    async header() {
      order.push('credential');
      return ok({});
    },
  });
  budget.turn.mockImplementation(async () => {
    order.push('turn');
    return ok(null);
  });
  await kit.sequence(80);
  expect(order).toEqual(['credential', 'turn']);
});

test("Kit's request id is told, cut short", async () => {
  const { kit } = kitThat(() => json({}, 200, { 'x-request-id': 'r'.repeat(300) }));
  const requestId = 'r'.repeat(100);
  expect(await kit.account()).toEqual(fail({ kind: 'not understood', status: 200, requestId }));
});
