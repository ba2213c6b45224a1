import { readFileSync } from 'node:fs';
import type { Ask, Reply } from './exchange.ts';

/**
 * What the world does to a request. Connections to the demo stay open and are used again, as they are everywhere; what a
 * browser does about a broken one depends on that.
 */
type Effect =
  /** Answered without reaching Kit's data: from 400 on, in Kit's own form, unless another body is given. */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string>; contentType?: string }
  | { kind: 'redirect'; location: string }
  /** Never reaches Kit. The reply breaks off within its first line, so the browser knows of one and does not send again. */
  | { kind: 'drop before effect' }
  | { kind: 'hang before effect' }
  /** Reaches Kit; the reply breaks off within its first line, as above. */
  | { kind: 'drop after effect' }
  | { kind: 'hang after effect' }
  /**
   * Reaches Kit; then the connection is closed before a byte of the reply. Where it was used before, Chromium and Firefox send
   * the request again by themselves, POST and DELETE too: it arrives twice, and the page hears the second reply. Only
   * requests on such connections are hit; others pass and do not count.
   */
  | { kind: 'resent' }
  | { kind: 'status after effect'; status: number }
  | { kind: 'body'; body: string; contentType?: string; status?: number }
  /** The reply is changed on its way, after it was held against the contract. */
  | { kind: 'edited'; edit: (body: unknown) => void }
  /** Served as usual, but late, or after something else happened; where that takes its time, once it is over. */
  | { kind: 'delay'; ms: number }
  | { kind: 'hook'; run: () => void | Promise<void> };

const sample = (name: string) => readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8');

/** The page of a proxy that does not know the way to Kit. Kit hears of nothing. */
export const proxyNotFound = (): Effect => ({
  kind: 'status',
  status: 404,
  body: sample('404-nginx.html'),
  contentType: 'text/html',
});

/** What Cloudflare answers where it wants to see a browser that runs scripts. Kit hears of nothing. */
export function challenge(): Effect {
  const { status, headers, body } = JSON.parse(sample('cloudflare-403.json'));
  return { kind: 'status', status, body, headers, contentType: headers['content-type'] };
}

/** Null at each of these paths (`emails.0.subject`) that the reply has, whatever the contract says. */
export const nullAt = (...paths: string[]): Effect => ({
  kind: 'edited',
  edit(body) {
    for (const path of paths) {
      const steps = path.split('.');
      const holder = steps.slice(0, -1).reduce<unknown>((at, step) => Object(at)[step], body);
      if (typeof holder === 'object' && holder !== null) Reflect.set(holder, steps.at(-1) ?? '', null);
    }
  },
});

export interface Fault {
  method?: string;
  /** Matched against the path with its query, on every host. */
  path: RegExp;
  /** How many requests it hits; 1 when left out. The fault leaves the list after the last. */
  times?: number;
  /** How many matching requests pass first. */
  skip?: number;
  effect: Effect;
}

/** The fault that hits this request, if one does; counts it. @param reused whether its connection was used before. */
export function takeFault(faults: Fault[], ask: Ask, reused: boolean): Effect | undefined {
  for (const fault of faults) {
    if (fault.effect.kind === 'resent' && !reused) continue;
    if (fault.method !== undefined && fault.method !== ask.method) continue;
    if (!fault.path.test(ask.path)) continue;
    if (fault.skip !== undefined && fault.skip > 0) {
      fault.skip -= 1;
      continue;
    }
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
    return fault.effect;
  }
  return undefined;
}

/** `drop`: the reply breaks off after a few bytes. `close`: there is none. */
export type Outcome = Reply | 'drop' | 'hang' | 'close';

/** What the client gets under `effect`; `serve` is what it would get without. */
export async function suffer(effect: Effect | undefined, serve: () => Promise<Reply>): Promise<Outcome> {
  switch (effect?.kind) {
    case undefined:
      return serve();
    case 'drop before effect':
      return 'drop';
    case 'hang before effect':
      return 'hang';
    case 'drop after effect':
      await serve();
      return 'drop';
    case 'hang after effect':
      await serve();
      return 'hang';
    case 'resent':
      await serve();
      return 'close';
    case 'edited': {
      const reply = await serve();
      const body: unknown = JSON.parse(String(reply.body));
      effect.edit(body);
      return { ...reply, body: JSON.stringify(body) };
    }
    case 'status': {
      const words = effect.status >= 400 ? { errors: ['Refused by the demo'] } : '';
      return plain(effect.status, effect.body ?? words, effect.contentType, effect.headers);
    }
    case 'redirect':
      return plain(302, '', undefined, { location: effect.location });
    case 'status after effect':
      await serve();
      return plain(effect.status, '');
    case 'body': {
      const reply = await serve();
      return plain(effect.status ?? reply.status, effect.body, effect.contentType ?? 'application/json');
    }
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, effect.ms));
      return serve();
    case 'hook':
      await effect.run();
      return serve();
  }
}

function plain(status: number, body: unknown = '', type?: string, headers: Reply['headers'] = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = type ?? (typeof body === 'string' ? 'text/plain' : 'application/json');
  return { status, headers: { 'content-type': contentType, ...headers }, body: text };
}
