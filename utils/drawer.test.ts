import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handedOver, handOver, panelPath, parsePanelHash } from './drawer.ts';

const id = fc.integer({ min: 1, max: 999_999_999_999_999 });

test("what is written into the panel's address is read from it", () => {
  fc.assert(
    fc.property(id, (sequenceId) => {
      const url = new URL(panelPath({ sequenceId }), 'https://extension.example');
      expect(url.pathname).toBe('/panel.html');
      expect(parsePanelHash(url.hash)).toEqual({ sequenceId });
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
  '#/sequences/80?account=29',
  '/sequences/80',
  ' #/sequences/80',
])('%j is no target', (hash) => {
  expect(parsePanelHash(hash)).toBeNull();
});

test('a secret that is handed over arrives, and nothing else does', () => {
  const secret = crypto.randomUUID();
  expect(handedOver(handOver(secret))).toBe(secret);
  for (const other of [
    secret,
    handOver(''),
    `${handOver(secret)}0`,
    ` ${handOver(secret)}`,
    null,
    { secret },
  ]) {
    expect(handedOver(other)).toBeNull();
  }
});
