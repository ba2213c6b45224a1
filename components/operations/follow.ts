import { useCallback, useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { hasEnded, type Operation } from '../../utils/operations/operation.ts';
import { followPort } from '../../utils/protocol.ts';

export interface Following {
  operation: Operation | null;
  /** The background went away while an operation was open. */
  interrupted: boolean;
  /** Puts an ended operation out of sight. */
  clear(): void;
  /** Connects again where the browser stopped the background in the meantime. */
  connect(): void;
}

/** Follows what happens to a sequence. The background cancels a countdown when this port ends, as on closing the panel. */
export function useFollowing(sequenceId: number): Following {
  const [operation, setOperation] = useState<Operation | null>(null);
  const [interrupted, setInterrupted] = useState(false);
  const [port] = useState(() => createPort(sequenceId, setOperation, setInterrupted));
  useEffect(() => {
    port.connect();
    return port.disconnect;
  }, [port]);
  return {
    operation,
    interrupted,
    connect: port.connect,
    clear: useCallback(() => {
      port.forget();
      setOperation(null);
      setInterrupted(false);
    }, [port]),
  };
}

function createPort(
  sequenceId: number,
  setOperation: (operation: Operation) => void,
  setInterrupted: (interrupted: boolean) => void,
) {
  let port: ReturnType<typeof browser.runtime.connect> | null = null;
  let last: Operation | null = null;
  return {
    connect() {
      if (port) return;
      const opened = browser.runtime.connect({ name: followPort(sequenceId) });
      port = opened;
      opened.onMessage.addListener((operation: Operation) => {
        last = operation;
        setOperation(operation);
      });
      // Browsers stop an idle background; that matters only while an operation is open.
      opened.onDisconnect.addListener(() => {
        port = null;
        if (last && !hasEnded(last.state)) setInterrupted(true);
      });
    },
    disconnect() {
      port?.disconnect();
      port = null;
    },
    forget() {
      last = null;
    },
  };
}
