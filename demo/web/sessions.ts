import { randomBytes } from 'node:crypto';
import type { Account } from '../kit/account.ts';
import type { Kit } from '../kit/kit.ts';
import { type Ask, cookie } from '../server/exchange.ts';
import type { WebSettings } from './settings.ts';

const NAME = 'kit_session';

/** Who is signed in, and which of their accounts they look at: at Kit, both are a matter of the session. */
export class Sessions {
  readonly #kit: Kit;
  readonly #settings: WebSettings;
  readonly #accounts = new Map<string, number>();

  constructor(kit: Kit, settings: WebSettings) {
    this.#kit = kit;
    this.#settings = settings;
  }

  get first(): Account {
    const [first] = this.#kit.accounts;
    if (!first) throw new Error('The demo has no account');
    return first;
  }

  account(ask: Ask): Account | undefined {
    const token = cookie(ask, NAME);
    if (token === undefined) return this.#settings.autoSignIn ? this.first : undefined;
    return this.#kit.account(this.#accounts.get(token) ?? -1);
  }

  /** The cookie that signs the visitor in. */
  signIn(accountId = this.first.profile.id): string {
    const token = randomBytes(16).toString('hex');
    this.#accounts.set(token, accountId);
    return setCookie(token);
  }

  signOut(): string {
    return setCookie('none');
  }
}

function setCookie(token: string): string {
  return `${NAME}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}
