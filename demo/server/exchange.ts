import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request, read whole, so that faults, the log and the handlers all see the same thing. */
export interface Ask {
  host: string;
  method: string;
  /** Path with query. */
  path: string;
  url: URL;
  headers: IncomingMessage['headers'];
  text: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

export async function readAsk(request: IncomingMessage): Promise<Ask> {
  const host = request.headers.host ?? '';
  const path = request.url ?? '/';
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    host,
    method: request.method ?? 'GET',
    path,
    url: new URL(path, `https://${host}`),
    headers: request.headers,
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}

/** Breaks the connection within the first line of a reply. */
export function drop(socket: Socket): void {
  socket.write('HTTP/1.1 ', () => socket.destroy());
}

export function json(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function html(status: number, body: string, headers: Reply['headers'] = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

export function redirect(location: string, headers: Reply['headers'] = {}): Reply {
  return { status: 302, headers: { location, ...headers }, body: '' };
}

export function cookie(ask: Ask, name: string): string | undefined {
  const pair = ask.headers.cookie?.split(/; */).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
