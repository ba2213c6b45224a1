import { useCallback, useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { hasEnded, type Operation } from '../../utils/operations/operation.ts';
import { followPort } from '../../utils/protocol.ts';

export interface Following {
  operation: Operation | null;
  /** The background cannot be reached while an operation is open. */
  lost: boolean;
  /** Puts an ended operation out of sight. */
  clear(): void;
  /** Connects again where the browser stopped the background in the meantime. */
  connect(): void;
}

/**
 * Follows what happens to a sequence. The background cancels a countdown when this port ends, as on closing the panel.
 * It takes whoever follows for somebody who sees the outcome, so a panel that is not shown yet does not follow.
 */
export function useFollowing(sequenceId: number, shown: boolean): Following {
  const [operation, setOperation] = useState<Operation | null>(null);
  const [lost, setLost] = useState(false);
  const [port] = useState(() => createPort(sequenceId, setOperation, setLost));
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
  return {
    operation,
    lost,
    connect: useCallback(() => {
      if (shown) port.connect();
    }, [port, shown]),
    clear: useCallback(() => {
      port.forget();
      setOperation(null);
      setLost(false);
    }, [port]),
  };
}

/** How often the background may go away without a word before it is called lost. */
const TRIES = 5;

function createPort(
  sequenceId: number,
  setOperation: (operation: Operation) => void,
  setLost: (lost: boolean) => void,
) {
  let port: ReturnType<typeof browser.runtime.connect> | null = null;
  let last: Operation | null = null;
  let tries = 0;

  function connect(): void {
    if (port) return;
    try {
      port = browser.runtime.connect({ name: followPort(sequenceId) });
    } catch {
      // An update or a removal of the extension cut this page off.
      setLost(true);
      return;
    }
    port.onMessage.addListener((operation: Operation) => {
      tries = 0;
      last = operation;
      setOperation(operation);
    });
    port.onDisconnect.addListener(() => {
      port = null;
      // Browsers stop an idle background; while an operation is open, connecting starts it again.
      if (!last || hasEnded(last.state)) return;
      tries += 1;
      if (tries > TRIES) setLost(true);
      else connect();
    });
  }

  return {
    connect,
    disconnect() {
      port?.disconnect();
      port = null;
    },
    forget() {
      last = null;
      tries = 0;
    },
  };
}
