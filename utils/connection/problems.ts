import type { KitProblem } from '../kit/problems.ts';

/** Why connecting did not work. Nothing was kept in any of these cases. */
export type ConnectProblem =
  /** What was typed cannot be an API key: empty, or with characters that no key has. */
  | { kind: 'no key' }
  | { kind: 'key refused' }
  /** The person closed Kit's window or pressed Cancel in it. */
  | { kind: 'cancelled' }
  /** Kit's sign-in page could not be loaded. */
  | { kind: 'page failed' }
  /** Kit's page answered with an OAuth error of its own, for example that it does not know the client. */
  | { kind: 'page refused'; error: string }
  /** The answer did not belong to this sign-in. */
  | { kind: 'state mismatch' }
  | { kind: 'code refused' }
  /** Kit does not let this extension register itself, and no client id is known. */
  | { kind: 'no client' }
  /** Sign-in worked, but Kit's API does not take the token. */
  | { kind: 'token refused' }
  /** Kit could not be asked. */
  | { kind: 'kit'; problem: KitProblem };
