import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { openApi } from '../../demo/api/api.ts';
import type { Kit } from '../../demo/kit/kit.ts';
import { SEED } from '../../demo/seed.ts';
import { listen } from '../../demo/server/network.ts';

export interface SlowKit {
  port: number;
  /** Answers given so far, by status. */
  answers: Map<number, number>;
  close(): void;
}

/** The API of an embedded Kit on a port, each answer late by so many ms, with Kit's limit for a signed-in account. */
export async function serveSlowly(kit: Kit, latency: number): Promise<SlowKit> {
  const violations: string[] = [];
  const api = openApi(kit, async () => ({ accountId: SEED.account }), violations);
  const answers = new Map<number, number>();
  const server = createServer(async (request, response) => {
    await wait(latency);
    const url = new URL(request.url ?? '/', 'https://api.kit.com');
    const { status, headers, body } = await api.handle({
      host: url.host,
      method: request.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      url,
      headers: request.headers,
      text: '',
    });
    if (violations.length > 0) throw new Error(violations[0]);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    response.writeHead(status, headers).end(body);
  });
  const port = await listen(server);
  return { port, answers, close: () => server.close() };
}
