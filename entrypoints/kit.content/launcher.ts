import { CLOSE_DRAWER, handOver } from '../../utils/drawer.ts';
import type { LauncherSide } from '../../utils/settings.ts';
import css from './launcher.css?inline';
import { pageScheme, type Scheme } from './scheme.ts';
import { isInSight } from './sight.ts';

export const HOST_ATTRIBUTE = 'data-safe-delete-for-kit';

/**
 * How long a page that throws the launcher out is left alone, in ms: a page that fights back must not hang the tab. Each time
 * it is twice as long, until the launcher was let be for `LET_BE`.
 */
const COME_BACK_AFTER = 100;
const LET_BE = 5_000;

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
  moveTo(side: LauncherSide): void;
  /** Says beside the button what it is for, until somebody presses something there. */
  point(): void;
  /** Of the frame in the drawer, if this is its secret: whether it is in sight. Null for every other. */
  look(secret: unknown): { inSight: boolean } | null;
}

interface Words {
  label: string;
  /** What the button is for, and what a person presses who has read it. */
  hint: string;
  understood: string;
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
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  const corner = document.createElement('div');
  const button = buttonOf(words.label);
  corner.append(button);
  const drawer = document.createElement('dialog');
  drawer.setAttribute('aria-label', words.label);
  root.append(style, corner, drawer);

  const place = () => {
    if (shown === null || host.isConnected) return;
    const others = document.querySelectorAll(`[${HOST_ATTRIBUTE}]`);
    // Another script has taken over.
    if (others.length > 0 && isOrphan()) return remove();
    for (const other of others) other.remove();
    document.documentElement.append(host);
    placed = performance.now();
    paintSoon();
  };

  /** As light or dark as the page is. The panel learns it by its frame's name: Chromium tells frames what the computer is. */
  function paint(): Scheme {
    const scheme = pageScheme(corner);
    // A drawer that were zoomed along would not fit into the window. Chromium before 128 does not tell.
    const zoom = `${1 / (host.currentCSSZoom ?? 1)}`;
    for (const { style } of [corner, drawer]) {
      style.colorScheme = scheme;
      style.zoom = zoom;
    }
    return scheme;
  }
  let painting = 0;
  /** In a frame's time: asked at once, a page that still loads would have to be laid out for it. */
  function paintSoon(): void {
    cancelAnimationFrame(painting);
    painting = requestAnimationFrame(paint);
  }

  let waiting: ReturnType<typeof setTimeout> | undefined;
  let placed = 0;
  let patience = COME_BACK_AFTER;
  const guard = new MutationObserver(() => {
    paintSoon();
    if (host.isConnected || waiting) return;
    const reopen = drawer.open;
    close();
    if (performance.now() - placed > LET_BE) patience = COME_BACK_AFTER;
    waiting = setTimeout(() => {
      waiting = undefined;
      place();
      if (reopen) open();
    }, patience);
    patience *= 2;
  });

  function open(): boolean {
    if (!host.isConnected) return false;
    if (drawer.open) return true;
    if (isOrphan()) return sayOrphan();
    const address = panelAddress();
    if (!address) return false;
    hint?.remove();
    clearTimeout(dropping);
    const ahead = drawer.querySelector('iframe');
    const isFresh = performance.now() - loaded < FRESH && ahead?.name === paint();
    const frame = isFresh && ahead?.src === address ? ahead : load(address);
    drawer.showModal();
    frame.focus();
    return true;
  }

  let hint: HTMLElement | undefined;
  function point(): void {
    if (hint) return;
    const understood = buttonOf(words.understood);
    hint = say('status', words.hint);
    hint.append(understood);
    understood.onclick = () => {
      hint?.remove();
      button.focus();
    };
  }

  function say(role: string, text: string): HTMLElement {
    const said = document.createElement('p');
    said.role = role;
    corner.append(said);
    said.textContent = text;
    return said;
  }

  /** In place of a button that cannot do anything any more. */
  function sayOrphan(): boolean {
    corner.replaceChildren();
    say('alert', words.orphan);
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
    frame.name = paint();
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
    hint?.remove();
    host.remove();
  }

  return {
    open,
    moveTo: (side) => {
      corner.className = side;
    },
    point,
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
      // Its attributes too: pages switch to dark by them.
      guard.observe(document.documentElement, { childList: true, attributes: true });
    },
  };
}

function buttonOf(words: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  return button;
}
