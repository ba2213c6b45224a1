import createClient from 'openapi-fetch';
import { API_ORIGIN } from '../hosts.ts';
import { LARGEST_ITEM } from './body.ts';
import { createBudget } from './budget.ts';
import { text } from './calls/call.ts';
import { type EmailCalls, emailCalls } from './calls/emails.ts';
import { type NameCalls, nameCalls } from './calls/names.ts';
import { type SequenceCalls, sequenceCalls } from './calls/sequences.ts';
import { type SubscriberCalls, subscriberCalls } from './calls/subscribers.ts';
import { sleep } from './clock.ts';
import { fetchKit } from './fetch.ts';
import type { KitResult } from './problems.ts';
import { oneIn } from './reply.ts';
import type { paths } from './schema.d.ts';
import { type Authorization, createSender, type SendOptions } from './send.ts';
import { asAccount } from './shapes.ts';

export type { Authorization, KitResult };
export type Account = { id: number; name: string };

/**
 * Kit's API v4, as far as this product uses it. No method throws: each gives what Kit said, checked, or a problem.
 */
export interface Kit extends SequenceCalls, SubscriberCalls, EmailCalls, NameCalls {
  account(): Promise<KitResult<Account>>;
}

export interface KitOptions extends Partial<SendOptions> {
  /** Reaches the network; rejects as `fetch` does, and as `fetchKit` where a reply has more than `most` bytes. */
  fetch?(request: Request, most?: number): Promise<Response>;
}

/** Unless told otherwise, somebody waits for the answers, and only this client's own requests are counted. */
export function createKit(authorization: Authorization, options: KitOptions = {}): Kit {
  const { fetch = fetchKit } = options;
  const client = createClient<paths>({ baseUrl: API_ORIGIN, fetch: (request) => fetch(request) });
  const send = createSender(authorization, {
    budget: options.budget ?? createBudget(),
    priority: options.priority ?? 'interactive',
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
    ended: options.ended,
  });
  const context = { client, send, large: { fetch: (request: Request) => fetch(request, LARGEST_ITEM) } };
  return {
    account: () =>
      send(
        'read',
        (headers) => client.GET('/v4/account', { ...text, headers }),
        oneIn('account', (sent) => {
          const account = asAccount(sent);
          return account && { id: account.id, name: account.name };
        }),
      ),
    ...sequenceCalls(context),
    ...subscriberCalls(context),
    ...emailCalls(context),
    ...nameCalls(context),
  };
}
