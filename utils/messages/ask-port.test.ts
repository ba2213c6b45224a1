import { expect, test, vi } from 'vitest';
import { askPort } from './ask-port.ts';

/** A port, and its other end. */
function port() {
  let hear: (message: unknown) => void = () => {};
  let end = () => {};
  const disconnect = vi.fn();
  const own = {
    disconnect,
    onMessage: {
      addListener(heard: typeof hear) {
        hear = heard;
      },
    },
    onDisconnect: {
      addListener(ended: typeof end) {
        end = ended;
      },
    },
  };
  return { own, disconnect, say: (message: unknown) => hear(message), end: () => end() };
}
const open = () => new AbortController().signal;

test('the first message is the answer, and the port ends', async () => {
  const { own, say, disconnect } = port();
  const answer = askPort(own, open());
  say({ account: 29 });
  say('more');
  expect(await answer).toEqual({ account: 29 });
  expect(disconnect).toHaveBeenCalled();
});

test('a port that ends without a message is no answer', async () => {
  const { own, end } = port();
  const answer = askPort(own, open());
  end();
  expect(await answer).toBeNull();
});

test('whoever does not want the answer any more ends the port', async () => {
  const closing = new AbortController();
  const { own, disconnect } = port();
  const answer = askPort(own, closing.signal);
  expect(disconnect).not.toHaveBeenCalled();
  closing.abort();
  expect(await answer).toBeNull();
  expect(disconnect).toHaveBeenCalledOnce();
  const late = port();
  expect(await askPort(late.own, closing.signal)).toBeNull();
  expect(late.disconnect).toHaveBeenCalledOnce();
});
