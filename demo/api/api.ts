import type { Account } from '../kit/account.ts';
import type { Kit } from '../kit/kit.ts';
import type { ErrorEnvelope } from '../kit/types.ts';
import { type Contract, loadContract } from '../server/contract.ts';
import { type Ask, json, type Reply } from '../server/exchange.ts';
import { emails } from './emails.ts';
import { filter } from './filter.ts';
import { RateLimiter } from './limits.ts';
import { names } from './names.ts';
import { type Operations, Refusal, type Result } from './operation.ts';
import { BadCursor } from './paging.ts';
import { sequences } from './sequences.ts';
import { subscribers } from './subscribers.ts';

const OPERATIONS: Operations = {
  getAccount: ({ account: { user, profile } }) => ({ status: 200, body: { user, account: profile } }),
  ...sequences,
  ...subscribers,
  ...emails,
  ...filter,
  ...names,
};

/** What the OAuth server knows of an access token. */
export type TokenLookup = (token: string) => Promise<{ accountId: number } | 'expired' | undefined>;

export interface Api {
  handle(ask: Ask): Promise<Reply>;
  limiter: RateLimiter;
}

export function openApi(kit: Kit, lookUp: TokenLookup, violations: string[]): Api {
  const contract = loadContract();
  const limiter = new RateLimiter();

  async function handle(ask: Ask): Promise<Reply> {
    const caller = await admit(kit, lookUp, ask);
    if (typeof caller === 'string') return refuse(401, caller);
    const { account, kind } = caller;
    if (!limiter.allows(`${kind} ${account.profile.id}`, kit.limits[kind])) {
      return refuse(429, 'Too Many Requests');
    }
    const call = contract.read(ask);
    const broken = (problem: string) => violations.push(`${ask.method} ${ask.path}: ${problem}`);
    if (typeof call === 'string') {
      broken(call);
      return refuse(400, call);
    }
    try {
      const operation = OPERATIONS[call.operation];
      if (!operation) throw new Error(`The demo has no operation ${call.operation}`);
      return answer(contract, call.operation, operation({ ...call, kit, account }), broken);
    } catch (error) {
      if (error instanceof Refusal) return refuse(error.status, error.message);
      if (!(error instanceof BadCursor)) throw error;
      broken(error.message);
      return refuse(400, error.message);
    }
  }

  return { handle, limiter };
}

function answer(
  contract: Contract,
  operation: string,
  result: Result,
  broken: (problem: string) => void,
): Reply {
  const reply: Reply =
    result.body === undefined
      ? { status: result.status, headers: {}, body: '' }
      : json(result.status, result.body);
  const problem = contract.check(operation, reply);
  if (problem === undefined) return reply;
  broken(`the demo's reply ${result.status}: ${problem}`);
  return refuse(500, 'Internal Server Error');
}

function refuse(status: number, message: string): Reply {
  return json(status, { errors: [message] } satisfies ErrorEnvelope);
}

/** The account that the credentials open and their kind, or what Kit says when they open none. */
async function admit(
  kit: Kit,
  lookUp: TokenLookup,
  ask: Ask,
): Promise<{ account: Account; kind: 'key' | 'bearer' } | string> {
  const invalid = 'The access token is invalid';
  const key = ask.headers['x-kit-api-key'];
  if (key !== undefined) {
    const account = kit.accounts.find(({ apiKeys }) => apiKeys.includes(String(key)));
    return account ? { account, kind: 'key' } : invalid;
  }
  const token = /^Bearer (.+)$/.exec(ask.headers.authorization ?? '')?.[1];
  if (token === undefined) return 'Authentication Failed';
  if (!kit.acceptsOAuthTokens) return invalid;
  const found = await lookUp(token);
  if (found === 'expired') return 'The access token expired';
  const account = found && kit.account(found.accountId);
  return account ? { account, kind: 'bearer' } : invalid;
}
