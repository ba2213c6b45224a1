import type { Realm } from './driver.ts';

/** Scripts for pages, as text: both browsers' drivers run them. */

/**
 * Waits at most `ms` until the text that can be seen has these words, or no longer has them when not `shown`.
 * Gives a `SeenText`.
 */
export const textWhen = (words: string | RegExp, shown: boolean, ms: number): string =>
  whenChanged(
    ms,
    `(() => {
      const words = ${typeof words === 'string' ? JSON.stringify(words) : String(words)};
      const text = document.querySelector('#app')?.innerText ?? '';
      const has = typeof words === 'string' ? text.includes(words) : words.test(text);
      return { met: has === ${shown}, text };
    })()`,
  );

/** A button, or what opens a part of the page, by its accessible name. */
export const button = (name: string): string =>
  `[...document.querySelectorAll('button, summary')].find((one) =>
    (one.ariaLabel ?? one.textContent.trim()) === ${JSON.stringify(name)} && one.checkVisibility())`;

/** For what may not be there: whether it may be pressed. */
export const USABLE = `(one) => !!one && !one.disabled && one.ariaDisabled !== 'true'`;

/** Waits at most `ms` until something is there and may be pressed. Gives whether it is. */
export const usableWhen = (element: string, ms: number): string =>
  `${whenChanged(ms, `({ met: (${USABLE})(${element}) })`)}.then(({ met }) => met)`;

/** What belongs to a label. */
export const labelled = (label: string): string =>
  `[...document.querySelectorAll('label')]
    .find((one) => one.textContent.trim() === ${JSON.stringify(label)})?.control`;

/** Evaluates the look at once and after every change of the page, until it gives `met`, or `ms` are over. */
const whenChanged = (ms: number, look: string): string => `new Promise((resolve) => {
  const look = () => ${look};
  const end = (seen) => {
    observer.disconnect();
    clearTimeout(timer);
    resolve(seen);
  };
  const observer = new MutationObserver(() => {
    const seen = look();
    if (seen.met) end(seen);
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  const timer = setTimeout(() => end(look()), ${ms});
  const first = look();
  if (first.met) end(first);
})`;

/** Remembers whether the element hears an event, for `HEARD`. A new document came of it if that is not known. */
export const listen = (element: string, event: string): string =>
  `(globalThis.heard = false, ${element}.addEventListener('${event}', () => { globalThis.heard = true; },
    { once: true, capture: true }))`;
export const HEARD = 'globalThis.heard !== false';

/** Adds a frame. Where a document is refused, Chromium loads an error page and Firefox says so. */
export const addFrame: (...of: Parameters<Realm['addFrame']>) => string = (
  address,
  kind,
) => `new Promise((resolve) => {
  const frame = document.createElement('iframe');
  if (${kind === 'foreign'}) frame.sandbox = 'allow-scripts';
  frame.onload = frame.onerror = () => resolve();
  frame.src = ${JSON.stringify(address)};
  document.body.append(frame);
})`;

/** For an extension page: the text of the open popup, or null. */
export const POPUP_TEXT = `(globalThis.browser ?? chrome).extension
  .getViews({ type: 'popup' })[0]?.document.body.innerText ?? null`;

/** For an extension page: presses a button of the open popup; false when it has none of this name that can be pressed. */
export const popupPress = (name: string) => `(() => {
  const [popup] = (globalThis.browser ?? chrome).extension.getViews({ type: 'popup' });
  const button = [...(popup?.document.querySelectorAll('button') ?? [])]
    .find((one) => one.textContent === ${JSON.stringify(name)} && !one.disabled);
  button?.click();
  return button !== undefined;
})()`;

/** For an extension page: opens another one. */
export const openTab = (path: string) =>
  `(globalThis.browser ?? chrome).tabs.create({ url: ${JSON.stringify(path)} }).then(() => null)`;

/** The address of a page or frame, and all its text. */
export const SHOWN = `location.href + '\\n' + (document.body?.innerText ?? '')`;
