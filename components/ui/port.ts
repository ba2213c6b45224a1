import { useCallback, useEffect, useState } from 'preact/hooks';
import { connectTo } from '../../utils/messages/ask.ts';

/** How often the background may go away without a word before it is called lost. */
const TRIES = 5;

/** How often the background is told that somebody waits for what is open, in ms. */
const STAY_AWAKE = 10_000;

export interface Followed<T> {
  /** What the background told last. */
  told: T | null;
  /** The background cannot be reached while something is open. */
  lost: boolean;
  /** Puts what was told out of sight. */
  forget(): void;
  /** Connects again where the browser stopped the background in the meantime. */
  connect(): void;
  /** The same, before something is started: then there is more to come. */
  expect(): void;
}

/**
 * Follows what the background tells over a port.
 *
 * @param isOpen there is more to come, so a broken port is put up again.
 * @param shown until then nobody follows.
 */
export function useFollowed<T>(name: string, isOpen: (told: T) => boolean, shown = true): Followed<T> {
  const [told, setTold] = useState<T | null>(null);
  const [lost, setLost] = useState(false);
  const [port] = useState(() => createPort(name, isOpen, setTold, setLost));
  useEffect(() => {
    if (!shown) return undefined;
    port.connect();
    // The browser may have stopped the background, and something may have been done from another tab since.
    const lookAgain = () => !document.hidden && port.connect();
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      port.disconnect();
    };
  }, [port, shown]);
  const connect = useCallback(() => {
    if (shown) port.connect();
  }, [port, shown]);
  const expect = useCallback(() => {
    if (shown) port.expect();
  }, [port, shown]);
  const [forget] = useState(() => () => {
    port.forget();
    setTold(null);
    setLost(false);
  });
  return { told, lost, connect, expect, forget };
}

function createPort<T>(
  name: string,
  isOpen: (told: T) => boolean,
  setTold: (told: T) => void,
  setLost: (lost: boolean) => void,
) {
  let port: ReturnType<typeof connectTo> | null = null;
  let last: T | null = null;
  let tries = 0;
  let expected = false;
  // Browsers stop a background that hears nothing for half a minute, and much takes longer.
  const awake = setInterval(() => last !== null && isOpen(last) && port?.postMessage('go on'), STAY_AWAKE);

  function connect(): void {
    if (port) return;
    try {
      port = connectTo(name);
    } catch {
      // An update or a removal of the extension cut this page off.
      setLost(true);
      return;
    }
    port.onMessage.addListener((told: T) => {
      tries = 0;
      expected = false;
      last = told;
      setTold(told);
    });
    port.onDisconnect.addListener(() => {
      port = null;
      // Browsers stop an idle background; while something is open, connecting starts it again.
      if (!expected && (last === null || !isOpen(last))) return;
      tries += 1;
      if (tries > TRIES) setLost(true);
      else connect();
    });
  }

  return {
    connect,
    expect() {
      expected = true;
      connect();
    },
    disconnect() {
      clearInterval(awake);
      port?.disconnect();
      port = null;
    },
    forget() {
      last = null;
      tries = 0;
      expected = false;
    },
  };
}
