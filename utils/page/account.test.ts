// @vitest-environment happy-dom
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { readPageAccount } from './account.ts';

beforeEach(() => document.body.replaceChildren());

function put(attributes: Record<string, string>) {
  const element = document.createElement('div');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
}
const rails = (props: unknown) =>
  put({ 'data-component': 'Navigation', 'data-props': JSON.stringify(props) });
const inertia = (userInfo: unknown) =>
  put({
    'data-page': JSON.stringify({
      props: { layoutConfig: { components: { navbar: { data: { userInfo } } } } },
    }),
  });

test('the account of a Rails page', () => {
  rails({ userInfo: { id: 29 } });
  expect(readPageAccount(document)).toBe(29);
});

test('the account of an Inertia page', () => {
  inertia({ id: 31 });
  expect(readPageAccount(document)).toBe(31);
});

test('one that cannot be read leaves the other', () => {
  rails({ userInfo: null });
  inertia({ id: 31 });
  expect(readPageAccount(document)).toBe(31);
});

test('a page without either is unknown', () => {
  put({ 'data-component': 'Footer', 'data-props': '{"userInfo":{"id":29}}' });
  expect(readPageAccount(document)).toBeNull();
});

test.each([0, -1, 1.5, 2 ** 53, '29', null, true, [29], {}])('%j is no account id', (id) => {
  rails({ userInfo: { id } });
  inertia({ id });
  expect(readPageAccount(document)).toBeNull();
});

test('whatever the page holds, there is an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      document.body.replaceChildren();
      put({ 'data-component': 'Navigation', 'data-props': text });
      put({ 'data-page': text });
      expect(readPageAccount(document)).toBeNull();
    }),
  );
});
