import { beforeEach, expect, test, vi } from 'vitest';
import { OPEN_DRAWER } from './drawer.ts';
import { openPanel } from './open-panel.ts';

const { tabs } = vi.hoisted(() => ({ tabs: { sendMessage: vi.fn(), create: vi.fn() } }));
vi.mock('wxt/browser', () => ({ browser: { tabs, runtime: { getURL: (path: string) => `ours:${path}` } } }));

const SEQUENCE = { id: 7, url: 'https://app.kit.com/sequences/80' };

beforeEach(() => {
  vi.resetAllMocks();
});

test('asks the tab for its drawer, and opens no other tab where it opens', async () => {
  tabs.sendMessage.mockResolvedValue(true);
  await openPanel(SEQUENCE);
  expect(tabs.sendMessage).toHaveBeenCalledExactlyOnceWith(7, OPEN_DRAWER);
  expect(tabs.create).not.toHaveBeenCalled();
});

test.each([
  ['says no', () => Promise.resolve(false)],
  ['says something else', () => Promise.resolve('yes')],
  ['is older than the extension', () => Promise.reject(new Error('Receiving end does not exist'))],
])('shows the panel in a tab of its own where the page %s', async (_, answer) => {
  tabs.sendMessage.mockImplementation(answer);
  await openPanel(SEQUENCE);
  expect(tabs.create).toHaveBeenCalledExactlyOnceWith({ url: 'ours:/panel.html#/sequences/80' });
});

test.each([undefined, { id: 7 }, { id: 7, url: 'https://app.kit.com/sequences' }, { url: SEQUENCE.url }])(
  'does nothing elsewhere: %o',
  async (tab) => {
    await openPanel(tab);
    expect(tabs.sendMessage).not.toHaveBeenCalled();
    expect(tabs.create).not.toHaveBeenCalled();
  },
);
