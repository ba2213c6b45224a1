import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * Of a style file, what names left or right, where a logical property would follow the direction of the text. `inset`,
 * `margin` and the like do it with four values, of which the second and the last differ.
 */
function sides(css: string): string[] {
  const declared = [
    ...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)/g),
  ];
  return declared
    .filter(([, name = '', value = '']) => {
      const [, second, , fourth] = value.trim().split(/\s+(?![^(]*\))/);
      return (
        /(?:^|-)(?:left|right)(?:$|-)/.test(name) ||
        (/^(?:text-align|float|clear|justify-\w+)$/.test(name) && /\b(?:left|right)\b/.test(value)) ||
        (/^(?:inset|margin|padding|border-(?:width|style|color))$/.test(name) && fourth && second !== fourth)
      );
    })
    .map(([words]) => words);
}

// The launcher stands at the edge of Kit's page that the setting names, whatever runs from right to left.
const files = globSync('{components,entrypoints}/**/*.css', {
  exclude: (path) => path.includes('kit.content'),
});

test.each(files)('%s names no side: it fits text of either direction', (file) => {
  expect(sides(readFileSync(file, 'utf8'))).toEqual([]);
});

test('what names a side is found', () => {
  expect(files).toContain('entrypoints/panel/panel.css');
  const css = `a { /* left: 1px; */ left: 0; margin: 0 1px 2px 3px; padding: 1px calc(2px + 3px) 1px calc(2px + 3px);
    border-top-left-radius: 1px; text-align: right; inset-inline: 0; padding: 0 1px; outline: 1px } p { float: left }`;
  expect(sides(css).map((words) => words.trim())).toEqual([
    'left: 0',
    'margin: 0 1px 2px 3px',
    'border-top-left-radius: 1px',
    'text-align: right',
    'float: left',
  ]);
});
