import type { Ask, Reply } from './exchange.ts';

type Effect =
  /** Answered without reaching Kit's data: from 400 on, in Kit's own form, unless another body is given. */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string>; contentType?: string }
  | { kind: 'redirect'; location: string }
  | { kind: 'drop before effect' }
  | { kind: 'hang before effect' }
  /** Reaches Kit, and the answer is lost or replaced. */
  | { kind: 'drop after effect' }
  | { kind: 'hang after effect' }
  | { kind: 'status after effect'; status: number }
  | { kind: 'body'; body: string; contentType?: string; status?: number }
  /** Served as usual, but late, or after something else happened. */
  | { kind: 'delay'; ms: number }
  | { kind: 'hook'; run: () => void };

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

/** The fault that hits this request, if one does; counts it. */
export function takeFault(faults: Fault[], ask: Ask): Effect | undefined {
  for (const fault of faults) {
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

export type Outcome = Reply | 'drop' | 'hang';

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
      effect.run();
      return serve();
  }
}

function plain(status: number, body: unknown = '', type?: string, headers: Reply['headers'] = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = type ?? (typeof body === 'string' ? 'text/plain' : 'application/json');
  return { status, headers: { 'content-type': contentType, ...headers }, body: text };
}
