/** Scripts for pages, as text. */

/** What cannot be seen in full without scrolling sideways, by its tag, class and words. */
export const CUT_OFF = `(() => {
  const told = (one) => one.tagName.toLowerCase() + '.' + one.className + ' “' + one.textContent.slice(0, 40) + '”';
  const width = document.documentElement.clientWidth;
  const faults = [];
  if (document.scrollingElement.scrollWidth > width) faults.push('The page is wider than ' + width);
  for (const one of document.querySelectorAll('#app *')) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('.unseen, svg')) continue;
    const { left, right } = one.getBoundingClientRect();
    if (left < -1 || right > width + 1) faults.push('Sticks out: ' + told(one));
    const clips = getComputedStyle(one).overflowX !== 'visible' && one.localName !== 'input';
    if (clips && one.scrollWidth > one.clientWidth + 1) faults.push('Is cut off: ' + told(one));
  }
  return faults;
})()`;

/** Where each box stands, from the edge at which its lines begin. */
const PLACES = `[...document.querySelectorAll('#app *')]
  .filter((one) => !one.closest('svg, bdi, option, .unseen') && getComputedStyle(one).display !== 'inline')
  .map((one) => {
    const { left, right } = one.getBoundingClientRect();
    const rtl = document.documentElement.dir === 'rtl';
    return { one, from: Math.round(rtl ? document.documentElement.clientWidth - right : left) };
  })`;

/** What is not where it was, seen in a mirror, once the page runs from right to left; and what is cut off then. */
export const UNMIRRORED = `(() => {
  const before = new Map(${PLACES}.map(({ one, from }) => [one, from]));
  document.documentElement.dir = 'rtl';
  try {
    return [
      ...${PLACES}
        .filter(({ one, from }) => Math.abs(from - before.get(one)) > 1)
        .map(({ one, from }) => 'Is not mirrored: ' + one.localName + '.' + one.className + ' “'
          + one.textContent.slice(0, 40) + '” ' + before.get(one) + ' → ' + from),
      ...${CUT_OFF},
    ];
  } finally {
    document.documentElement.removeAttribute('dir');
  }
})()`;
