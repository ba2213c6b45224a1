import * as v from 'valibot';
import { type Demand, type Frame, hear, type Witness } from './frame.ts';
import type { SenderKind } from './sender.ts';

/** Who may send a message, what it may hold, and what is done. */
export interface MessageRule {
  from: readonly SenderKind[];
  /** Where the sender stands in a frame; `in sight` if nothing is said. */
  inFrame?: Demand;
  payload: v.GenericSchema;
  /** @param frame null where the sender is in none, or nothing was asked of it. */
  handle(payload: never, frame: Frame | null): unknown;
}

/** How the background answers; `refused` also when a handler broke, so that nobody waits for ever. */
export type MessageReply =
  | { value: unknown }
  | { refused: 'unknown message' | 'sender' | 'payload' | 'frame' | 'out of sight' | 'broken' };

const Envelope = v.strictObject({ name: v.string(), payload: v.unknown(), secret: v.optional(v.string()) });

/**
 * Routes every message to its handler, and is the only way into the background: a message is known, sent by somebody who
 * may send it, of the right shape and from where it may come from, or it is refused.
 *
 * @param witness of the frame that the sender is in; null where it has a tab to itself.
 */
export function createRouter(rules: Record<string, MessageRule>) {
  return async function answer(
    message: unknown,
    sender: SenderKind | null,
    witness: Witness | null = null,
  ): Promise<MessageReply> {
    const envelope = v.safeParse(Envelope, message);
    if (!envelope.success || !Object.hasOwn(rules, envelope.output.name))
      return { refused: 'unknown message' };
    const { name, secret } = envelope.output;
    const rule = rules[name];
    if (!rule) return { refused: 'unknown message' };
    if (!sender || !rule.from.includes(sender)) return { refused: 'sender' };
    const payload = v.safeParse(rule.payload, envelope.output.payload);
    if (!payload.success) return { refused: 'payload' };
    try {
      const heard = await hear(rule.inFrame ?? 'in sight', witness, secret);
      if ('refused' in heard) return heard;
      return { value: await rule.handle(payload.output as never, heard.frame) };
    } catch (error) {
      // The name only: an error's text may quote what was sent.
      console.error(`Safe Delete: "${name}" failed`, error instanceof Error ? error.name : '');
      return { refused: 'broken' };
    }
  };
}
