import { CLOSE_DRAWER, handOver } from '../../utils/drawer.ts';
import css from './launcher.css?inline';
import { isInSight } from './sight.ts';

export const HOST_ATTRIBUTE = 'data-safe-delete-for-kit';

/** How long a page that throws the launcher out is left alone, in ms: a page that fights back must not hang the tab. */
const COME_BACK_AFTER = 100;

/** A panel fetched ahead is shown for so long, and fetched so often at most, in ms. */
const FRESH = 60_000;
/** How long it is kept after the pointer or the focus left the button, in ms. */
const KEPT = 5_000;

export interface Launcher {
  /** Puts the launcher on the page, once; an open drawer of another sequence is closed. */
  show(sequenceId: number): void;
  remove(): void;
  /** Opens the drawer. False when the launcher is not on the page. */
  open(): boolean;
  /** Of the frame in the drawer, if this is its secret: whether it is in sight. Null for every other. */
  look(secret: unknown): { inSight: boolean } | null;
}

interface Words {
  label: string;
  /** What a press says when the extension is gone, and with it all other words. */
  orphan: string;
}

/**
 * The button in the corner and the drawer behind it: plain DOM in an open shadow root on a `div`
 * (a page cannot define a `div` anew, as it can a custom element).
 *
 * @param panelAddress the panel's address for the page as it is now, or null when it is no sequence's page.
 * @param isOrphan whether the extension was updated or removed, and left this script behind.
 */
export function createLauncher(
  words: Words,
  panelAddress: () => string | null,
  isOrphan: () => boolean,
): Launcher {
  let shown: number | null = null;
  const host = document.createElement('div');
  host.setAttribute(HOST_ATTRIBUTE, '');
  host.style.setProperty('all', 'initial', 'important');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.label;
  const drawer = document.createElement('dialog');
  drawer.setAttribute('aria-label', words.label);
  root.append(style, button, drawer);

  const place = () => {
    if (shown === null || host.isConnected) return;
    const others = document.querySelectorAll(`[${HOST_ATTRIBUTE}]`);
    // Another script has taken over.
    if (others.length > 0 && isOrphan()) return remove();
    for (const other of others) other.remove();
    document.documentElement.append(host);
  };

  let waiting: ReturnType<typeof setTimeout> | undefined;
  const guard = new MutationObserver(() => {
    if (host.isConnected || waiting) return;
    const reopen = drawer.open;
    close();
    waiting = setTimeout(() => {
      waiting = undefined;
      place();
      if (reopen) open();
    }, COME_BACK_AFTER);
  });

  function open(): boolean {
    if (!host.isConnected) return false;
    if (drawer.open) return true;
    if (isOrphan()) return sayOrphan();
    const address = panelAddress();
    if (!address) return false;
    clearTimeout(dropping);
    const ahead = drawer.querySelector('iframe');
    const frame = ahead?.src === address && performance.now() - loaded < FRESH ? ahead : load(address);
    drawer.showModal();
    frame.focus();
    return true;
  }

  /** In place of a button that cannot do anything any more. */
  function sayOrphan(): boolean {
    const said = document.createElement('p');
    said.role = 'alert';
    button.replaceWith(said);
    said.textContent = words.orphan;
    return true;
  }

  let loaded = Number.NEGATIVE_INFINITY;
  let dropping: ReturnType<typeof setTimeout> | undefined;
  /** What the frame in the drawer proves with that it is the one made here. */
  let made: { frame: HTMLIFrameElement; secret: string } | undefined;

  function load(address: string): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    const secret = crypto.randomUUID();
    frame.title = words.label;
    frame.src = address;
    // Once: the page may load something else into the frame later, or put it elsewhere, which loads it again.
    const hand = ({ isTrusted }: Event) => {
      if (!isTrusted) return;
      frame.removeEventListener('load', hand);
      frame.contentWindow?.postMessage(handOver(secret), address);
    };
    frame.addEventListener('load', hand);
    made = { frame, secret };
    drawer.replaceChildren(frame);
    loaded = performance.now();
    return frame;
  }

  /** Whoever points at the button is about to press it: the panel asks for its numbers in the closed drawer already. */
  function loadAhead({ isTrusted }: Event): void {
    clearTimeout(dropping);
    if (!isTrusted || drawer.open || performance.now() - loaded <= FRESH || isOrphan()) return;
    const address = panelAddress();
    if (address) load(address);
  }

  function dropLater(): void {
    clearTimeout(dropping);
    dropping = setTimeout(() => {
      if (!drawer.open) drawer.replaceChildren();
    }, KEPT);
  }

  // Taking the frame away ends the panel, and with it a running countdown.
  function close(): void {
    // The focus goes back to the button, which is no wish to open the drawer again.
    loaded = performance.now();
    if (drawer.open) drawer.close();
    drawer.replaceChildren();
  }

  button.addEventListener('click', (event) => {
    if (event.isTrusted) open();
  });
  for (const type of ['pointerenter', 'focus']) button.addEventListener(type, loadAhead);
  for (const type of ['pointerleave', 'blur']) button.addEventListener(type, dropLater);
  drawer.addEventListener('close', close);
  addEventListener('message', ({ isTrusted, source, data }) => {
    const frame = drawer.querySelector('iframe');
    // A page can make up an event, with the frame for its source.
    if (isTrusted && frame && source === frame.contentWindow && data === CLOSE_DRAWER) close();
  });

  function remove(): void {
    shown = null;
    clearTimeout(waiting);
    waiting = undefined;
    guard.disconnect();
    close();
    host.remove();
  }

  return {
    open,
    look: (secret) =>
      made && made.secret === secret && made.frame.parentNode === drawer
        ? { inSight: isInSight(made.frame, drawer) }
        : null,
    remove,
    show(sequenceId) {
      if (shown !== sequenceId) {
        close();
        loaded = Number.NEGATIVE_INFINITY;
      }
      shown = sequenceId;
      place();
      guard.observe(document.documentElement, { childList: true });
    },
  };
}
