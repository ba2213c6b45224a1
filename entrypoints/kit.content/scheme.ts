export type Scheme = 'light' | 'dark';

/**
 * Whether Kit's page is light or dark, whatever the computer is: by what it is painted with, and where it paints nothing,
 * by its `color-scheme`.
 *
 * @param probe an element of ours in the page, by which the browser turns colours of any notation into numbers.
 */
export function pageScheme(probe: HTMLElement): Scheme {
  probe.style.colorScheme = 'inherit';
  const paints = [document.body, document.documentElement].map(
    (one) => getComputedStyle(one).backgroundColor,
  );
  for (const paint of [...paints, 'light-dark(#fff, #000)']) {
    probe.style.outlineColor = `color-mix(in srgb, ${paint}, ${paint})`;
    // `color(srgb 0.1 0.1 0.2 / 0.5)`
    const numbers = getComputedStyle(probe).outlineColor.match(/[\d.e-]*\d/g) ?? [];
    const [red = 0, green = 0, blue = 0, alpha = 1] = numbers.map(Number);
    if (alpha > 0.5 && 0.299 * red + 0.587 * green + 0.114 * blue < 0.5) return 'dark';
    if (alpha > 0.5) return 'light';
  }
  return 'light';
}
