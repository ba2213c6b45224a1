import { strFromU8, strToU8 } from 'fflate';
import { beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { createFileKeeper, type SaveAsk } from '../../utils/backup/save-port.ts';
import { openFiles } from './files.ts';

type Ports = Parameters<ReturnType<typeof openFiles>['onSaver']>[0];

vi.mock('wxt/browser', () => ({ browser: { offscreen: {} } }));

/** A page that keeps files as ours does, whose addresses are what is in them. */
function pageOf(tab?: object) {
  const keep = createFileKeeper({
    collector() {
      const pieces: string[] = [];
      return {
        add: (bytes) => void pieces.push(strFromU8(bytes)),
        file: () => pieces.join('') as unknown as Blob,
      };
    },
    addressOf: (file) => file as unknown as string,
    revoke: () => undefined,
  });
  const heard: ((message: unknown) => void)[] = [];
  const ended: (() => void)[] = [];
  const port = {
    sender: { tab },
    onMessage: { addListener: (hear: (message: unknown) => void) => heard.push(hear) },
    onDisconnect: { addListener: (hear: () => void) => ended.push(hear) },
    disconnect: vi.fn(),
    postMessage(asked: SaveAsk) {
      const answer = keep(asked);
      if (answer) queueMicrotask(() => heard.forEach((hear) => void hear(answer)));
    },
  };
  return {
    port: port as unknown as Ports,
    disconnect: port.disconnect,
    goAway: () => ended.forEach((end) => void end()),
  };
}

let files: ReturnType<typeof openFiles>;
let pages: ReturnType<typeof pageOf>[];

beforeEach(() => {
  files = openFiles();
  pages = [];
  Object.assign(browser.offscreen, {
    closeDocument: async () => undefined,
    async createDocument() {
      const page = pageOf();
      pages.push(page);
      files.onSaver(page.port);
    },
  });
});

/** So much is sent at once. */
const piece = (letter: string) => strToU8(letter.repeat(2 ** 20)) as Uint8Array<ArrayBuffer>;
const shown = (address: string) => [...new Set(address)].join('');

test('a file is what was given, piece by piece', async () => {
  const file = files.begin('one');
  for (const letter of 'abc') await file.add(piece(letter));
  expect(shown(await file.address())).toBe('abc');
});

test('no file is made of what is left when the page with its beginning has gone', async () => {
  const file = files.begin('one');
  await file.add(piece('a'));
  pages[0]?.goAway();
  await expect(file.add(piece('b'))).rejects.toThrow('has gone');
  await expect(file.address()).rejects.toThrow('has gone');
  files.drop('one');
  // The same file can be made anew.
  const again = files.begin('one');
  for (const letter of 'ab') await again.add(piece(letter));
  expect(shown(await again.address())).toBe('ab');
});

test('a page of before that ends late takes nothing from the one of now', async () => {
  const one = files.begin('one');
  await one.add(piece('a'));
  files.drop('one');
  const two = files.begin('two');
  await two.add(piece('b'));
  pages[0]?.goAway();
  await two.add(piece('c'));
  expect(shown(await two.address())).toBe('bc');
  expect(pages).toHaveLength(2);
});

test('the page in a tab keeps no file', async () => {
  const inTab = pageOf({ id: 1 });
  const file = files.begin('one');
  await file.add(piece('a'));
  files.onSaver(inTab.port);
  expect(inTab.disconnect).toHaveBeenCalledOnce();
  inTab.goAway();
  await file.add(piece('b'));
  expect(shown(await file.address())).toBe('ab');
});
