import { expect, test } from 'vitest';
import { kindOfSender, type Stamp } from './sender.ts';

const self = { id: 'ours', origin: 'chrome-extension://ours' };
const tab = { id: 1 };

test.each<[string, Stamp, string]>([
  [
    'the panel in a tab',
    { id: 'ours', url: 'chrome-extension://ours/panel.html#/x', frameId: 3, tab },
    'panel',
  ],
  ['the popup', { id: 'ours', url: 'chrome-extension://ours/popup.html' }, 'popup'],
  [
    'the options',
    { id: 'ours', url: 'chrome-extension://ours/options.html?a=1', frameId: 0, tab },
    'options',
  ],
  ['the manager', { id: 'ours', url: 'chrome-extension://ours/manager.html#/', frameId: 0, tab }, 'manager'],
  ['the page that makes files', { id: 'ours', url: 'chrome-extension://ours/save.html' }, 'saver'],
  ["Kit's page", { id: 'ours', url: 'https://app.kit.com/sequences/80', frameId: 0, tab }, 'content'],
  ["Kit's old host", { id: 'ours', url: 'https://app.convertkit.com/', frameId: 0, tab }, 'content'],
])('%s', (_name, stamp, kind) => {
  expect(kindOfSender(stamp, self)).toBe(kind);
});

test('in Firefox, pages have another origin than the id', () => {
  const firefox = { id: '{ours}', origin: 'moz-extension://uuid' };
  expect(kindOfSender({ id: '{ours}', url: 'moz-extension://uuid/panel.html' }, firefox)).toBe('panel');
  expect(kindOfSender({ id: '{ours}', url: 'moz-extension://other/panel.html' }, firefox)).toBeNull();
});

test.each<[string, Stamp]>([
  ['another extension', { id: 'theirs', url: 'chrome-extension://theirs/panel.html' }],
  ['another extension that shows our page', { id: 'theirs', url: 'chrome-extension://ours/panel.html' }],
  ["another extension's page under our id", { id: 'ours', url: 'chrome-extension://theirs/panel.html' }],
  ['a foreign frame', { id: 'ours', url: 'https://example.com/panel.html', frameId: 0, tab }],
  ["a sub-frame of Kit's page", { id: 'ours', url: 'https://app.kit.com/', frameId: 2, tab }],
  ["Kit's page outside of a tab", { id: 'ours', url: 'https://app.kit.com/', frameId: 0 }],
  ["Kit's page without a frame", { id: 'ours', url: 'https://app.kit.com/', tab }],
  ['a host that begins like Kit', { id: 'ours', url: 'https://app.kit.com.example/', frameId: 0, tab }],
  ['Kit without https', { id: 'ours', url: 'http://app.kit.com/', frameId: 0, tab }],
  ['a page of ours that is not listed', { id: 'ours', url: 'chrome-extension://ours/other.html' }],
  ['a page of ours in a folder', { id: 'ours', url: 'chrome-extension://ours/x/panel.html' }],
  ['a name from the prototype', { id: 'ours', url: 'chrome-extension://ours/constructor' }],
  ['nobody', {}],
  ['no address', { id: 'ours' }],
  ['an address that is none', { id: 'ours', url: 'panel.html' }],
  ['no id', { url: 'chrome-extension://ours/panel.html' }],
])('%s is nobody', (_name, stamp) => {
  expect(kindOfSender(stamp, self)).toBeNull();
});
