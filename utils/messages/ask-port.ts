/** The end of a port to a tab. */
interface Port {
  disconnect(): void;
  onMessage: { addListener(heard: (message: unknown) => void): void };
  onDisconnect: { addListener(ended: () => void): void };
}

/** The one message that comes over this port; null when it ends without. The signal ends it. */
export function askPort(port: Port, ended: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (said: unknown) => {
      ended.removeEventListener('abort', stop);
      resolve(said);
    };
    const stop = () => {
      port.disconnect();
      end(null);
    };
    port.onMessage.addListener((message) => {
      port.disconnect();
      end(message);
    });
    port.onDisconnect.addListener(() => end(null));
    ended.addEventListener('abort', stop);
    if (ended.aborted) stop();
  });
}
