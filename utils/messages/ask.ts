import { type Browser, browser } from 'wxt/browser';
import type { MessageName, Payload, Reply } from '../protocol.ts';
import type { MessageReply } from './router.ts';

/** The background refused, broke, or is gone, as after an update of the extension. */
class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Nothing was done: a person did not see who asked. */
export class OutOfSight extends Error {
  override name = 'OutOfSight';
}

/** Why the background does not take anything from this frame, or not now; null once it does. */
export type FrameRefusal = 'frame' | 'out of sight' | null;

let secret: string | undefined;
let refused: (why: FrameRefusal) => void = () => undefined;

/**
 * For a page in a frame: from now on, whatever it sends to the background holds the secret of its frame.
 *
 * @param onRefusal told after each message how the background took it.
 */
export function proveWith(given: string, onRefusal: (why: FrameRefusal) => void): void {
  secret = given;
  refused = onRefusal;
}

/** Asks the background. @throws NoAnswer, or OutOfSight */
export async function ask<N extends MessageName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
  let answer: MessageReply | undefined;
  try {
    answer = await browser.runtime.sendMessage({ name, payload, ...(secret !== undefined && { secret }) });
  } catch (error) {
    throw new NoAnswer(name, { cause: error });
  }
  const why = answer && 'refused' in answer ? answer.refused : null;
  refused(why === 'frame' || why === 'out of sight' ? why : null);
  if (why === 'out of sight') throw new OutOfSight(name);
  if (!answer || 'refused' in answer) throw new NoAnswer(`${name}: ${why ?? 'nothing'}`);
  return answer.value as Reply<N>;
}

/** Opens a port to the background. Throws where the extension was updated or removed. */
export function connectTo(name: string): Browser.runtime.Port {
  return browser.runtime.connect({ name: secret === undefined ? name : `${name}?${secret}` });
}
