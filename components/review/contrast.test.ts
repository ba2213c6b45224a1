import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const style = readFileSync('components/ui/style.css', 'utf8');
const panel = readFileSync('entrypoints/panel/panel.css', 'utf8');
const verdict = readFileSync('components/review/verdict.css', 'utf8');

/** The light and the dark value of a colour, by its name in the style sheet. */
function coloursOf(name: string): [light: string, dark: string] {
  const [, light, dark] = style.match(new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`)) ?? [];
  if (!light || !dark) throw new Error(`No colour ${name}`);
  return [light, dark];
}

/** As WCAG 2 reckons it, of #rgb or #rrggbb. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/\w/g, '$&$&') : colour;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test('white on black is 21 to 1', () => {
  expect(contrast('#fff', '#000000')).toBe(21);
});

test.each([0, 1] as const)('a bar stands out from its ground by 3 to 1, light and dark: %i', (scheme) => {
  const [, bar] = panel.match(/\.surely \{[^}]*background: var\(--(\w+)\)/) ?? [];
  const [, stripe] = panel.match(/\.may \{[^}]*repeating-linear-gradient\(135deg, var\(--(\w+)\)/) ?? [];
  const [, ground] = panel.match(/\.waiting-bar \{[^}]*background: var\(--(\w+)\)/) ?? [];
  for (const colour of [bar, stripe]) {
    expect(contrast(coloursOf(colour ?? '')[scheme], coloursOf(ground ?? '')[scheme])).toBeGreaterThan(3);
  }
});

const LEVELS = [
  ['unused', 'good-text', 'good'],
  ['in-use', 'danger', 'alert'],
  ['careful', 'accent', 'raised'],
  ['unknown', 'quiet', 'raised'],
] as const;
test.each(LEVELS)(
  'each level has a style of its own, whose heading can be read: %s',
  (level, text, ground) => {
    const own =
      verdict.match(new RegExp(`\\.verdict\\.${level} \\{[^}]*\\}`))?.[0] ??
      verdict.match(/\.verdict \{[^}]*\}/)?.[0];
    expect(own).toContain(`--level: var(--${text})`);
    for (const scheme of [0, 1] as const) {
      expect(contrast(coloursOf(text)[scheme], coloursOf(ground)[scheme])).toBeGreaterThan(4.5);
    }
  },
);
