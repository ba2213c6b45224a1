import { browser } from 'wxt/browser';
import type { MessageName, Payload, Reply } from '../protocol.ts';
import type { MessageReply } from './router.ts';

/** The background refused, broke, or is gone, as after an update of the extension. */
class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Asks the background. @throws NoAnswer */
export async function ask<N extends MessageName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
  let answer: MessageReply | undefined;
  try {
    answer = await browser.runtime.sendMessage({ name, payload });
  } catch (error) {
    throw new NoAnswer(name, { cause: error });
  }
  if (!answer || 'refused' in answer) throw new NoAnswer(`${name}: ${answer?.refused ?? 'nothing'}`);
  return answer.value as Reply<N>;
}
