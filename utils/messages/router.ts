import * as v from 'valibot';
import type { SenderKind } from './sender.ts';

/** Who may send a message, what it may hold, and what is done. */
export interface MessageRule {
  from: readonly SenderKind[];
  payload: v.GenericSchema;
  handle(payload: never): unknown;
}

/** How the background answers; `refused` also when a handler broke, so that nobody waits for ever. */
export type MessageReply =
  | { value: unknown }
  | { refused: 'unknown message' | 'sender' | 'payload' | 'broken' };

const Envelope = v.strictObject({ name: v.string(), payload: v.unknown() });

/**
 * Routes every message to its handler, and is the only way into the background: a message is known, sent by somebody who
 * may send it, and of the right shape, or it is refused.
 */
export function createRouter(rules: Record<string, MessageRule>) {
  return async function answer(message: unknown, sender: SenderKind | null): Promise<MessageReply> {
    const envelope = v.safeParse(Envelope, message);
    if (!envelope.success || !Object.hasOwn(rules, envelope.output.name))
      return { refused: 'unknown message' };
    const { name } = envelope.output;
    const rule = rules[name];
    if (!rule) return { refused: 'unknown message' };
    if (!sender || !rule.from.includes(sender)) return { refused: 'sender' };
    const payload = v.safeParse(rule.payload, envelope.output.payload);
    if (!payload.success) return { refused: 'payload' };
    try {
      return { value: await rule.handle(payload.output as never) };
    } catch (error) {
      // The name only: an error's text may quote what was sent.
      console.error(`Safe Delete: "${name}" failed`, error instanceof Error ? error.name : '');
      return { refused: 'broken' };
    }
  };
}
