import * as v from 'valibot';
import type { ConnectionView, ConnectResult } from './connection/connection.ts';
import type { Rule } from './messages/router.ts';
import { RESTORE_RULES, type RestoreAnswers } from './restore/protocol.ts';
import type { ReviewResult } from './review/gather.ts';
import type { Operation } from './sequence/operation.ts';

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const nothing = v.strictObject({});

/**
 * Every message to the background: who may send it, and what it may hold. The content script may send none:
 * it shows a button and a drawer, and is asked rather than asks.
 */
export const RULES = {
  'connection.accounts': { from: ['panel', 'options', 'manager'], payload: nothing },
  'connection.connectWithApiKey': {
    from: ['options'],
    payload: v.strictObject({ apiKey: v.pipe(v.string(), v.maxLength(1000)) }),
  },
  'connection.connectWithOAuth': { from: ['panel', 'options', 'manager'], payload: nothing },
  'connection.disconnect': { from: ['options'], payload: v.strictObject({ accountId: id }) },
  'connection.app': { from: ['options'], payload: nothing },
  'connection.useApp': {
    from: ['options'],
    payload: v.strictObject({ clientId: v.pipe(v.string(), v.trim(), v.maxLength(200)) }),
  },
  'options.open': { from: ['panel', 'manager'], payload: nothing },
  'manager.open': {
    from: ['panel'],
    payload: v.strictObject({ backupId: v.nullable(v.pipe(v.string(), v.uuid())), download: v.boolean() }),
  },
  'review.gather': {
    from: ['panel'],
    payload: v.strictObject({ sequenceId: id, pageAccountId: v.nullable(id) }),
  },
  'operation.start': {
    from: ['panel'],
    payload: v.strictObject({
      kind: v.picklist(['pause', 'resume', 'delete']),
      sequenceId: id,
      reviewId: v.pipe(v.string(), v.uuid()),
      backUp: v.boolean(),
    }),
  },
  'operation.cancel': { from: ['panel'], payload: v.strictObject({ sequenceId: id }) },
  'operation.look': { from: ['panel'], payload: nothing },
  ...RESTORE_RULES,
} as const satisfies Record<string, Rule>;

/** What the background answers. */
export interface Answers extends RestoreAnswers {
  'connection.accounts': ConnectionView[];
  'connection.connectWithApiKey': ConnectResult;
  'connection.connectWithOAuth': ConnectResult;
  'connection.disconnect': { revoked: boolean | null };
  'connection.app': OAuthApp;
  'connection.useApp': OAuthApp;
  'options.open': null;
  'manager.open': null;
  'review.gather': ReviewResult;
  'operation.start': Operation;
  'operation.cancel': null;
  'operation.look': null;
}

export type MessageName = keyof typeof RULES & keyof Answers;
export type Payload<N extends MessageName> = v.InferOutput<(typeof RULES)[N]['payload']>;
export type ProtocolHandlers = {
  [N in MessageName]: (payload: Payload<N>) => Answers[N] | Promise<Answers[N]>;
};

/** The Kit app that sign-in goes through. */
export interface OAuthApp {
  /** One is built in, and no other can be used. */
  builtIn: boolean;
  /** The person's own, or empty. */
  clientId: string;
  /** What has to be entered as the app's redirect address at Kit. */
  redirectAddress: string;
}

/** A panel follows the operations on a sequence over a port of this name. */
export const followPort = (sequenceId: number) => `follow/${sequenceId}`;

export function parseFollowPort(name: string): number | null {
  const [, digits] = /^follow\/([1-9]\d{0,14})$/.exec(name) ?? [];
  return digits ? Number(digits) : null;
}

/**
 * Over a port of this name a panel gets what is read of a sequence after the verdict. A port and no message, since
 * it arrives bit by bit, and since nothing more is asked of Kit once the port ends with the panel.
 */
export const detailsPort = (reviewId: string) => `details/${reviewId}`;

export function parseDetailsPort(name: string): string | null {
  const [, reviewId] = /^details\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(name) ?? [];
  return reviewId ?? null;
}

/** Sent by the background to our own pages whenever the way to Kit opened or closed. It holds nothing. */
export const CONNECTION_CHANGED = 'connection changed';
