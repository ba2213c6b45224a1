import fc from 'fast-check';
import { expect, test } from 'vitest';
import { panelPath, parsePanelHash } from './drawer.ts';

const id = fc.integer({ min: 1, max: 999_999_999_999_999 });

test("what is written into the panel's address is read from it", () => {
  fc.assert(
    fc.property(id, fc.option(id), (sequenceId, pageAccountId) => {
      const url = new URL(panelPath({ sequenceId, pageAccountId }), 'https://extension.example');
      expect(url.pathname).toBe('/panel.html');
      expect(parsePanelHash(url.hash)).toEqual({ sequenceId, pageAccountId });
    }),
  );
});

test.each([
  '',
  '#',
  '#/sequences/',
  '#/sequences/0',
  '#/sequences/new',
  '#/sequences/80/',
  '#/sequences/80?account=',
  '#/sequences/80?account=x',
  '#/sequences/80?account=1&account=2',
  '/sequences/80',
  ' #/sequences/80',
])('%j is no target', (hash) => {
  expect(parsePanelHash(hash)).toBeNull();
});
