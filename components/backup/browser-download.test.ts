import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fail } from '../../utils/result.ts';
import { downloadSeen } from './browser-download.ts';

vi.mock('wxt/browser', () => ({
  browser: { permissions: { contains: async () => true }, extension: {}, downloads: {} },
}));
const { signal } = new AbortController();
const refusedWith = (words: string) =>
  Object.assign(browser.downloads, { download: () => Promise.reject(new Error(words)) });

test.each(['USER_CANCELED', 'Download canceled by the user'])(
  'whoever is asked where to put the file, and cancels, has cancelled: %s',
  async (words) => {
    refusedWith(words);
    expect(await downloadSeen('blob:1', 'a.zip', signal)).toEqual(fail({ kind: 'download cancelled' }));
  },
);

test('a browser that takes no file of ours has begun nothing', async () => {
  refusedWith('Access to the file is denied');
  expect(await downloadSeen('blob:1', 'a.zip', signal)).toBeNull();
});
