import { CLOSE_DRAWER } from '../../utils/drawer.ts';
import css from './launcher.css?inline';

export const HOST_ATTRIBUTE = 'data-safe-delete-for-kit';

/** How long a page that throws the launcher out is left alone, in ms: a page that fights back must not hang the tab. */
const COME_BACK_AFTER = 100;

export interface Launcher {
  /** Puts the launcher on the page, once; an open drawer of another sequence is closed. */
  show(sequenceId: number): void;
  remove(): void;
  /** Opens the drawer. False when the launcher is not on the page. */
  open(): boolean;
}

/**
 * The button in the corner and the drawer behind it: plain DOM in an open shadow root on a `div`
 * (a page cannot define a `div` anew, as it can a custom element).
 *
 * @param panelAddress the panel's address for the page as it is now, or null when it is no sequence's page.
 */
export function createLauncher(words: { label: string; panelAddress: () => string | null }): Launcher {
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
    for (const other of document.querySelectorAll(`[${HOST_ATTRIBUTE}]`)) other.remove();
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
    const address = words.panelAddress();
    if (!address || !host.isConnected) return false;
    if (drawer.open) return true;
    const frame = document.createElement('iframe');
    frame.title = words.label;
    frame.src = address;
    drawer.replaceChildren(frame);
    drawer.showModal();
    frame.focus();
    return true;
  }

  // Taking the frame away ends the panel, and with it a running countdown.
  function close(): void {
    if (drawer.open) drawer.close();
    drawer.replaceChildren();
  }

  button.addEventListener('click', (event) => {
    if (event.isTrusted) open();
  });
  drawer.addEventListener('close', close);
  addEventListener('message', ({ isTrusted, source, data }) => {
    const frame = drawer.querySelector('iframe');
    // A page can make up an event, with the frame for its source.
    if (isTrusted && frame && source === frame.contentWindow && data === CLOSE_DRAWER) close();
  });

  return {
    open,
    show(sequenceId) {
      if (shown !== sequenceId) close();
      shown = sequenceId;
      place();
      guard.observe(document.documentElement, { childList: true });
    },
    remove() {
      shown = null;
      clearTimeout(waiting);
      waiting = undefined;
      guard.disconnect();
      close();
      host.remove();
    },
  };
}
