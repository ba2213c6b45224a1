import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { generate } from 'selfsigned';

export const APP_HOSTS = ['app.kit.com', 'app.convertkit.com'];
export const API_HOST = 'api.kit.com';
const HOSTS = [...APP_HOSTS, API_HOST];

export interface Network {
  proxyPort: number;
  close(): Promise<void>;
}

/**
 * A proxy that gives Kit's hosts to `listener`, over TLS, and refuses every other host at once.
 * No port is open but the proxy's: tunnels end inside this process.
 */
export async function openNetwork(listener: RequestListener, port = 0): Promise<Network> {
  const kit = createSecureServer(await certificate(), listener);
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

  return {
    proxyPort,
    async close() {
      const closed = new Promise((resolve) => proxy.close(resolve));
      proxy.closeAllConnections();
      kit.closeAllConnections();
      for (const tunnel of tunnels) tunnel.destroy();
      await closed;
    },
  };
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
