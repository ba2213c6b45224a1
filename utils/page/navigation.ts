/**
 * Calls `changed` after every committed change of the tab's address, however the page made it:
 * pushState, replaceState, back, forward. A full load starts a new content script instead.
 *
 * The Navigation API reports all of them, to content scripts too (Chrome 102, Firefox 147). Before that,
 * a page's pushState cannot be seen from the content script's world, so the address is compared four times a second.
 */
export function watchNavigation(changed: () => void): void {
  const navigation = Reflect.get(window, 'navigation');
  if (navigation instanceof EventTarget) {
    navigation.addEventListener('currententrychange', changed);
    return;
  }
  let last = location.href;
  setInterval(() => {
    if (location.href === last) return;
    last = location.href;
    changed();
  }, 250);
}
