interface Rrweb {
  record(options: { emit: (event: unknown) => void; maskAllInputs: boolean }): void;
}

/** A session recorder that masks nothing, as Kit's are set up. Sent as source text, like the page's script. */
export function recorder(): void {
  const FLUSH_MS = 500;
  let events: unknown[] = [];
  const batch = () => {
    const body = JSON.stringify(events);
    events = [];
    return body;
  };
  const { rrweb } = globalThis as unknown as { rrweb: Rrweb };
  rrweb.record({ emit: (event) => events.push(event), maskAllInputs: false });
  setInterval(() => {
    if (events.length > 0) void fetch('/_recorder', { method: 'POST', body: batch() });
  }, FLUSH_MS);
  addEventListener('pagehide', () => {
    if (events.length > 0) navigator.sendBeacon('/_recorder', batch());
  });
}
