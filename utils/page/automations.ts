import { readPageAccount } from './account.ts';
import { automationsPath } from './automations-port.ts';
import { jsonIn, property } from './properties.ts';

/** In ms, for one page. */
const PAGE_TIMEOUT = 10_000;
/** In characters; no page of automations is near this size. */
const LARGEST = 4_000_000;

/** The end of a port from the background. */
interface Port {
  name: string;
  postMessage(page: unknown): void;
  disconnect(): void;
  onDisconnect: { addListener(left: () => void): void };
}

/**
 * Reads the page of Kit that the port's name tells, as whoever is signed in to Kit sees it, and posts what it holds
 * of automations. It reads nothing else, and changes nothing. Private to Kit: the background checks what is posted.
 */
export async function serveAutomations(port: Port): Promise<void> {
  const path = automationsPath(port.name);
  const left = new AbortController();
  port.onDisconnect.addListener(() => left.abort());
  try {
    if (path)
      port.postMessage(await read(path, AbortSignal.any([left.signal, AbortSignal.timeout(PAGE_TIMEOUT)])));
  } catch {
    // Who gets no page before the port ends takes it for unread.
  }
  // Ends a page that was too large to be read whole.
  left.abort();
  port.disconnect();
}

async function read(path: string, signal: AbortSignal) {
  // A redirect leads to the login page, or to something that this version does not know.
  const response = await fetch(location.origin + path, {
    signal,
    redirect: 'manual',
    credentials: 'include',
  });
  if (!response.ok) return { status: response.status };
  const page = new DOMParser().parseFromString(await textOf(response), 'text/html');
  const props = property(jsonIn(page, '[data-page]', 'data-page'), 'props');
  return {
    account: readPageAccount(page),
    automations: pick(property(props, 'automations'), 'id', 'name', 'live', 'active'),
    nodes: pick(jsonIn(page, 'workflow-graph', 'data-nodes'), 'resource_type', 'resource_id'),
  };
}

/** Only what is needed of each: the rest of the page is nobody's business. */
function pick(list: unknown, ...names: string[]) {
  return Array.isArray(list)
    ? list.map((one) => Object.fromEntries(names.map((name) => [name, property(one, name)])))
    : null;
}

async function textOf({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const part = await reader?.read();
    if (!part?.value) return text;
    text += part.value;
    if (text.length > LARGEST) throw new Error();
  }
}
