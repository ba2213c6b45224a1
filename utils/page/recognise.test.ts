import fc from 'fast-check';
import { expect, test } from 'vitest';
import { APP_ORIGINS } from '../hosts.ts';
import { recognise } from './recognise.ts';

const id = fc.integer({ min: 1, max: 999_999_999_999_999 });

test('a sequence and everything below it, on both hosts', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...APP_ORIGINS),
      id,
      fc.constantFrom('', '/', '/subscribers', '/reports/3', '?tab=1', '#x', '/settings?a=/sequences/9'),
      (origin, id, rest) => {
        expect(recognise(`${origin}/sequences/${id}${rest}`)).toEqual({ kind: 'sequence', id });
      },
    ),
  );
});

test.each([
  'https://app.kit.com/',
  'https://app.kit.com/sequences',
  'https://app.kit.com/sequences/',
  'https://app.kit.com/sequences/new',
  'https://app.kit.com/sequences/0',
  'https://app.kit.com/sequences/-1',
  'https://app.kit.com/sequences/80abc',
  'https://app.kit.com/sequences/1234567890123456',
  'https://app.kit.com/x/sequences/80',
  'https://app.kit.com/sequences_old/80',
  'http://app.kit.com/sequences/80',
  'https://app.kit.com:8443/sequences/80',
  'https://kit.com/sequences/80',
  'https://app.kit.com.example/sequences/80',
  'https://example.com/#https://app.kit.com/sequences/80',
  'https://app.kit.com@example.com/sequences/80',
  'about:blank',
  '',
])('%s is no sequence', (address) => {
  expect(recognise(address)).toBeNull();
});

test('any text is answered, and only with an id that can be used', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (address) => {
      expect(recognise(address)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (rest) => {
      const page = recognise(`https://app.kit.com/sequences/${rest}`);
      expect(page === null || (Number.isSafeInteger(page.id) && page.id > 0)).toBe(true);
    }),
  );
});
