import { readPageAccount } from './account.ts';
import { kitPagePath } from './kit-page-names.ts';
import { jsonIn, property } from './properties.ts';

/** In ms, for one page. */
const PAGE_TIMEOUT = 10_000;
/** In characters; no such page is near this size. */
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
 * of automations and Rules. It reads nothing else, and changes nothing. Private to Kit: the background checks what is posted.
 */
export async function serveKitPage(port: Port): Promise<void> {
  const path = kitPagePath(port.name);
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
    automations: pick(property(props, 'automations'), ENTRY),
    rules: pick(property(props, 'rules'), ENTRY),
    nodes: pick(jsonIn(page, 'workflow-graph', 'data-nodes'), STEP),
  };
}

/** Of an automation's step, or of a Rule's trigger or action. */
const STEP = ['resource_type', 'resource_id'];
/** Of an automation, or of a Rule. */
const ENTRY = ['id', 'name', 'live', 'active', 'triggers', 'actions'];

/** Only what is needed of each, and of lists in it: the rest of the page is nobody's business. */
function pick(list: unknown, names: string[]): unknown {
  const picked = (value: unknown) => (Array.isArray(value) ? pick(value, STEP) : value);
  return Array.isArray(list)
    ? list.map((one) => Object.fromEntries(names.map((name) => [name, picked(property(one, name))])))
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
