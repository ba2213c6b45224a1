/** How an element looks with which nothing is done to hide what is in it. */
const PLAIN = {
  opacity: '1',
  filter: 'none',
  clipPath: 'none',
  maskImage: 'none',
  mixBlendMode: 'normal',
  transform: 'none',
};
/** So much of the width and height that the drawer has by its own style must be left. */
const MOST = 0.9;
/** Where it is looked what is on top, as parts of width and height. */
const AT = [0.1, 0.5, 0.9];
/** What the launcher puts into its shadow root, which the page can reach too: the style, the corner and the drawer. */
const PARTS = 3;

/**
 * Whether a person sees this frame in its drawer: drawn in full size, not made transparent, and with nothing over it. What
 * lets clicks through is found only where it stands in the drawer, or in the browser's top layer like it.
 */
export function isInSight(frame: HTMLIFrameElement, drawer: HTMLDialogElement): boolean {
  const root = drawer.getRootNode() as ShadowRoot;
  const { left, top, width, height } = frame.getBoundingClientRect();
  return (
    !document.hidden &&
    drawer.open &&
    root.childElementCount === PARTS &&
    drawer.childElementCount === 1 &&
    width > Math.min(480, innerWidth) * MOST &&
    height > innerHeight * MOST &&
    [frame, drawer].every((element) => {
      const style = getComputedStyle(element);
      return Object.entries(PLAIN).every(([name, value]) => Reflect.get(style, name) === value);
    }) &&
    ['::before', '::after'].every((part) => getComputedStyle(drawer, part).content === 'none') &&
    AT.every((x) => AT.every((y) => root.elementFromPoint(left + width * x, top + height * y) === frame)) &&
    ![...topLayer(document)].some((other) => other !== drawer && other.getBoundingClientRect().right > left)
  );
}

/** What stands in the browser's top layer, in shadow roots too, which a search of the document does not enter. */
function* topLayer(root: ParentNode): Generator<Element> {
  yield* root.querySelectorAll(':popover-open, :modal, :fullscreen');
  for (const element of root.querySelectorAll<MaybeHost>('*')) {
    const inner = shadowRootOf(element);
    if (inner) yield* topLayer(inner);
  }
}

/** A closed one, too: each browser has its own way for content scripts. */
function shadowRootOf(element: MaybeHost): ShadowRoot | null {
  const { dom }: Chromium = Reflect.get(globalThis, 'chrome') ?? {};
  return (
    element.openOrClosedShadowRoot ??
    (element instanceof HTMLElement ? dom?.openOrClosedShadowRoot(element) : null) ??
    element.shadowRoot
  );
}

interface MaybeHost extends Element {
  /** Firefox. */
  readonly openOrClosedShadowRoot?: ShadowRoot | null;
}

interface Chromium {
  dom?: { openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null };
}
