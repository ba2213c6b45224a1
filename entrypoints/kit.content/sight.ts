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
    drawer.childElementCount === 1 &&
    width > Math.min(480, innerWidth) * MOST &&
    height > innerHeight * MOST &&
    [frame, drawer].every((element) => {
      const style = getComputedStyle(element);
      return Object.entries(PLAIN).every(([name, value]) => Reflect.get(style, name) === value);
    }) &&
    ['::before', '::after'].every((part) => getComputedStyle(drawer, part).content === 'none') &&
    AT.every((x) => AT.every((y) => root.elementFromPoint(left + width * x, top + height * y) === frame)) &&
    ![...document.querySelectorAll(':popover-open, :modal')].some(
      (other) => other.getBoundingClientRect().right > left,
    )
  );
}
