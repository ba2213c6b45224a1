import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { generate } from 'selfsigned';

export const APP_HOSTS = ['app.kit.com', 'app.convertkit.com'];
export const API_HOST = 'api.kit.com';
const HOSTS = [...APP_HOSTS, API_HOST];

export interface Network {
  proxyPort: number;
  /**
   * From now on `listener` answers for Kit; nobody does when it is left out. Open connections are cut, so that no
   * request that was meant for another listener arrives.
   */
  answerWith(listener?: RequestListener): void;
  close(): Promise<void>;
}

/**
 * A proxy that gives Kit's hosts to a listener, over TLS, and refuses every other host at once.
 * No port is open but the proxy's: tunnels end inside this process.
 */
export async function openNetwork(port = 0): Promise<Network> {
  let answer: RequestListener = nobody;
  const kit = createSecureServer(await certificate(), (request, response) => answer(request, response));
  // A connection that the server closes while the browser reuses it would look like a fault.
  kit.keepAliveTimeout = 0;

  const tunnels = new Set<Duplex>();
  const proxy = createServer((_request, response) => response.writeHead(403).end());
  proxy.on('connect', (request, tunnel: Socket, head: Buffer) => {
    tunnels.add(tunnel);
    tunnel.on('close', () => tunnels.delete(tunnel));
    tunnel.on('error', () => tunnel.destroy());
    if (!HOSTS.some((host) => request.url === `${host}:443`)) {
      tunnel.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    tunnel.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) tunnel.unshift(head);
    kit.emit('connection', tunnel);
  });
  const proxyPort = await listen(proxy, port);

  function cut(): void {
    kit.closeAllConnections();
    for (const tunnel of tunnels) tunnel.destroy();
  }

  return {
    proxyPort,
    answerWith(listener = nobody) {
      cut();
      answer = listener;
    },
    async close() {
      const closed = new Promise((resolve) => proxy.close(resolve));
      proxy.closeAllConnections();
      cut();
      await closed;
    },
  };
}

function nobody(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503).end();
}

export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function certificate(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'Safe Delete demo' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: HOSTS.map((value) => ({ type: 2, value })) },
    ],
  });
  return { key: made.private, cert: made.cert };
}
