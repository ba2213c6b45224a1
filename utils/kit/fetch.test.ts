import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../result.ts';
import { createKit } from './client.ts';
import { fetchKit } from './fetch.ts';

const MB = 2 ** 20;
const network = vi.fn<(request: Request, init: RequestInit) => Promise<Response>>();
const asked = () => new Request('https://api.kit.com/v4/sequences/80');
const headers = { 'x-request-id': 'req-1', 'content-type': 'application/json' };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', network);
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  network.mockReset();
});

/** The problem that the client makes of what the network does. */
async function problem() {
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': 'k' }) },
    { fetch: fetchKit, sleep: async () => undefined },
  );
  const answer = await kit.sequence(80);
  return answer.ok ? null : answer.problem;
}

/** A body that gives `next(0)`, `next(1)` and so on, until that is null; it hangs on undefined. */
function streamed(next: (index: number) => string | Uint8Array | null | undefined, cancelled = vi.fn()) {
  let index = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = next(index++);
      if (chunk === undefined) return new Promise<void>(() => undefined);
      if (chunk === null) controller.close();
      else controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
      return undefined;
    },
    cancel: cancelled,
  });
}

test('asks without cookies, cache, referrer, or following redirects', async () => {
  network.mockResolvedValue(new Response('{}'));
  await fetchKit(asked());
  expect(network.mock.calls[0]?.[1]).toMatchObject({
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
  });
});

test('gives the whole reply, however it was cut into pieces', async () => {
  const bytes = new TextEncoder().encode('{"name":"Grüße"}');
  const pieces = streamed((index) => (index < bytes.length ? bytes.slice(index, index + 1) : null));
  network.mockResolvedValue(new Response(pieces, { status: 201, headers }));
  const reply = await fetchKit(asked());
  expect(reply.status).toBe(201);
  expect(reply.headers.get('x-request-id')).toBe('req-1');
  expect(await reply.json()).toEqual({ name: 'Grüße' });
});

test.each([204, 304])('a %i has no body', async (status) => {
  network.mockResolvedValue(new Response(null, { status }));
  expect(await fetchKit(asked())).toMatchObject({ status, body: null });
});

/** What browsers do with an aborted fetch. */
function untilAborted(_request: Request, { signal }: RequestInit) {
  return new Promise<Response>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
}

test('no first byte for 10 s', async () => {
  network.mockImplementation(untilAborted);
  const settled = vi.fn();
  const answer = problem().finally(settled);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toEqual({ kind: 'timeout' });
});

test('a body that trickles past 30 s, and one that stops', async () => {
  for (const stops of [false, true]) {
    const cancelled = vi.fn();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (stops) return new Promise<void>(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 7_000));
        controller.enqueue(new Uint8Array([0x20]));
      },
      cancel: cancelled,
    });
    network.mockResolvedValueOnce(new Response(body, { headers }));
    const settled = vi.fn();
    const answer = problem().finally(settled);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ kind: 'timeout' });
    expect(cancelled).toHaveBeenCalledOnce();
    await vi.runAllTimersAsync();
  }
});

describe('a slow line', () => {
  const MEGABYTES_3 = 3_000_000;
  const upload = () =>
    new Request('https://api.kit.com/v4/sequences/80/emails', {
      method: 'POST',
      body: 'x'.repeat(MEGABYTES_3),
    });

  test('3 MB that take three minutes to be sent arrive', async () => {
    network.mockImplementation(
      (_request, { signal }) =>
        new Promise((resolve, reject) => {
          setTimeout(() => resolve(new Response('{}', { status: 201 })), 180_000);
          signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    );
    const reply = fetchKit(upload());
    await vi.advanceTimersByTimeAsync(180_000);
    expect((await reply).status).toBe(201);
  });

  test('after the time that they take, Kit has the usual 10 s', async () => {
    network.mockImplementation(untilAborted);
    const settled = vi.fn();
    const reply = fetchKit(upload()).catch(settled);
    await vi.advanceTimersByTimeAsync(MEGABYTES_3 / 16 + 9_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await reply;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining({ name: 'TimeoutError' }));
  });

  test('a body of 4 MB that comes with 20 KB a second is read to its end', async () => {
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        controller.enqueue(new Uint8Array(20_000));
        sent += 20_000;
        if (sent >= 4_000_000) controller.close();
      },
    });
    let sent = 0;
    network.mockResolvedValue(new Response(body, { headers }));
    const reply = fetchKit(asked());
    await vi.advanceTimersByTimeAsync(201_000);
    expect((await (await reply).arrayBuffer()).byteLength).toBe(4_000_000);
  });
});

test("the caller's own signal ends it with the caller's reason", async () => {
  network.mockImplementation(untilAborted);
  const stop = new AbortController();
  const answer = fetchKit(new Request(asked(), { signal: stop.signal }));
  stop.abort(new Error('not wanted any more'));
  await expect(answer).rejects.toThrow('not wanted any more');
});

test('a signal that comes with the first byte ends the reading of the body', async () => {
  const stop = new AbortController();
  network.mockImplementation(async () => {
    stop.abort(new Error('not wanted any more'));
    return new Response(streamed(() => undefined));
  });
  const answer = fetchKit(new Request(asked(), { signal: stop.signal }));
  await expect(answer).rejects.toThrow('not wanted any more');
});

test('offline', async () => {
  network.mockRejectedValue(new TypeError('Failed to fetch'));
  expect(await problem()).toEqual({ kind: 'unreachable' });
});

test('a connection that is dropped in the middle of the body', async () => {
  const body = streamed((index) => {
    if (index > 0) throw new TypeError('network error');
    return '{"sequence":{"id":80,';
  });
  network.mockResolvedValue(new Response(body, { headers }));
  expect(await problem()).toEqual({ kind: 'unreachable' });
});

test.each([
  ['truncated JSON', '{"sequence":{"id":80,'],
  ['nothing', ''],
])('%s is not understood', async (_name, body) => {
  network.mockResolvedValue(new Response(body, { headers }));
  expect(await problem()).toEqual({ kind: 'not understood', status: 200, requestId: 'req-1' });
});

test('a redirect to a login page is not followed, and not from Kit', async () => {
  // What `redirect: 'manual'` gives in browsers; status 0 cannot be constructed otherwise.
  network.mockResolvedValue(Response.error());
  expect(await problem()).toEqual({ kind: 'not from Kit', status: 0, requestId: null });
});

describe('the size of a body', () => {
  const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };
  const start = JSON.stringify({ sequence });
  /** JSON that is sound but for its size: padded with spaces. */
  const padded = (size: number, given: { chunks: number }, cancelled = vi.fn()) =>
    streamed((index) => {
      given.chunks = index;
      if (index === 0) return start;
      return index <= size / MB ? new Uint8Array(MB).fill(0x20) : null;
    }, cancelled);

  test('a body of 9 MB is read', async () => {
    network.mockResolvedValue(new Response(padded(9 * MB, { chunks: 0 }), { headers }));
    expect(await problem()).toBeNull();
  });

  test('a body of 20 MB is cut off, even if it is sound JSON', async () => {
    const given = { chunks: 0 };
    const cancelled = vi.fn();
    network.mockResolvedValue(new Response(padded(20 * MB, given, cancelled), { headers }));
    expect(await problem()).toEqual({ kind: 'reply too large' });
    expect(cancelled).toHaveBeenCalledOnce();
    expect(given.chunks).toBeLessThan(13);
  });

  test('20 MB are read where so many are allowed', async () => {
    network.mockResolvedValue(new Response(padded(20 * MB, { chunks: 0 }), { headers }));
    expect((await (await fetchKit(asked(), 21 * MB)).text()).length).toBeGreaterThan(20 * MB);
  });

  test('a refusal with a body of 20 MB is a refusal, though not one of Kit', async () => {
    network.mockResolvedValue(new Response(padded(20 * MB, { chunks: 0 }), { status: 403, headers }));
    expect(await problem()).toEqual({ kind: 'not from Kit', status: 403, requestId: 'req-1' });
  });
});
