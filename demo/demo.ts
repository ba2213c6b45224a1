import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { openApi } from './api/api.ts';
import type { RateLimiter } from './api/limits.ts';
import type { Kit } from './kit/kit.ts';
import { type OAuth, openOAuth } from './oauth/oauth.ts';
import { seededKit } from './seed.ts';
import { type Ask, drop, type Reply, readAsk, send } from './server/exchange.ts';
import { type Fault, suffer, takeFault } from './server/faults.ts';
import { type ApiRequest, logged } from './server/log.ts';
import { API_HOST, type Network, openNetwork } from './server/network.ts';
import type { WebSettings } from './web/settings.ts';
import { openWeb } from './web/web.ts';

export { challenge, type Fault, nullAt, proxyNotFound } from './server/faults.ts';

/** The embedded Kit: both its hosts behind one proxy, and everything that a test wants to see or bend. */
export interface Demo {
  proxyPort: number;
  kit: Kit;
  oauth: OAuth;
  web: WebSettings;
  limiter: RateLimiter;
  /** Every request to the API and the OAuth server, in order. */
  requests: ApiRequest[];
  /** Push one to make a request go wrong. */
  faults: Fault[];
  /** What the page's session recorder sent, each body as it came. */
  tape: string[];
  /** Requests and replies that broke the contract. */
  violations: string[];
  close(): Promise<void>;
}

/** @param shared a network that outlasts this demo, when browsers are to keep their proxy. */
export async function startDemo(shared?: Network): Promise<Demo> {
  const kit = seededKit();
  const requests: ApiRequest[] = [];
  const faults: Fault[] = [];
  const violations: string[] = [];
  const oauth = await openOAuth(kit);
  const api = openApi(kit, async (token) => oauth.oauth.lookUp(token), violations);
  const web = openWeb(kit);

  async function serve(ask: Ask): Promise<Reply> {
    if (oauth.owns(ask)) {
      const account = web.accountFor(ask);
      if (
        ask.url.pathname === '/oauth/authorize' &&
        account === undefined &&
        oauth.oauth.approve === 'click'
      ) {
        return web.login(ask);
      }
      return oauth.handle(ask, account ?? web.firstAccount);
    }
    return ask.host === API_HOST ? api.handle(ask) : web.handle(ask);
  }

  /** The connections that have carried a request. */
  const used = new WeakSet<Socket>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reused = used.has(request.socket);
    used.add(request.socket);
    const ask = await readAsk(request);
    const entry = logged(ask);
    if (ask.host === API_HOST || oauth.owns(ask)) requests.push(entry);
    const outcome = await suffer(takeFault(faults, ask, reused), () => serve(ask));
    if (outcome === 'hang') return;
    if (outcome === 'drop') return drop(request.socket);
    if (outcome === 'close') return void request.socket.destroy();
    entry.status = outcome.status;
    send(response, outcome);
  }

  const network = shared ?? (await openNetwork());
  network.answerWith((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A browser may leave in the middle of a request; anything else is a mistake of the demo.
      if (request.destroyed && !request.complete) return;
      violations.push(`${request.method} ${request.url}: ${String(error)}`);
      send(response, { status: 500, headers: { 'content-type': 'text/plain' }, body: '' });
    });
  });

  return {
    proxyPort: network.proxyPort,
    kit,
    oauth: oauth.oauth,
    web: web.settings,
    limiter: api.limiter,
    requests,
    faults,
    tape: web.tape,
    violations,
    async close() {
      if (shared) shared.answerWith();
      else await network.close();
      await oauth.close();
    },
  };
}
