import { openApi } from './api/api.ts';
import type { Kit } from './kit/kit.ts';
import { type Fault, suffer, takeFault } from './server/faults.ts';

/**
 * The API of an embedded Kit in the place of `fetch`, for tests that need no network. Knows API keys only. What hangs has run out
 * of time; what is `resent` arrives twice, and the second reply is given.
 *
 * @param faults push one to make a request go wrong.
 */
export function fetchFrom(
  kit: Kit,
  violations: string[],
  faults: Fault[] = [],
): (request: Request) => Promise<Response> {
  const api = openApi(kit, async () => undefined, violations);
  return async (request) => {
    const url = new URL(request.url);
    const ask = {
      host: url.host,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      url,
      headers: Object.fromEntries(request.headers),
      text: await request.text(),
    };
    for (;;) {
      const outcome = await suffer(takeFault(faults, ask, true), () => api.handle(ask));
      if (outcome === 'drop') throw new TypeError('Failed to fetch');
      if (outcome === 'hang') throw new DOMException('No reply', 'TimeoutError');
      if (outcome === 'close') continue;
      const { status, headers, body } = outcome;
      const pairs = Object.entries(headers).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value]),
      );
      return new Response(status === 204 ? null : String(body), { status, headers: pairs });
    }
  };
}
