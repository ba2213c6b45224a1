import { openApi } from './api/api.ts';
import type { Kit } from './kit/kit.ts';

/** The API of an embedded Kit in the place of `fetch`, for tests that need no network. Knows API keys only. */
export function fetchFrom(kit: Kit, violations: string[]): (request: Request) => Promise<Response> {
  const api = openApi(kit, async () => undefined, violations);
  return async (request) => {
    const url = new URL(request.url);
    const { status, body } = await api.handle({
      host: url.host,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      url,
      headers: Object.fromEntries(request.headers),
      text: await request.text(),
    });
    return new Response(status === 204 ? null : String(body), { status });
  };
}
