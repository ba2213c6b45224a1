import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { openChromium } from './chromium.ts';
import { MESSAGES, PORTS, titleOf } from './forgeries.ts';
import { expect, test } from './session.ts';

let demo: Demo;
let folder: string;
let session: Awaited<ReturnType<typeof openChromium>>;
let inContentScript: (script: string) => Promise<unknown>;

// One browser serves them all.
test.describe.configure({ mode: 'default' });

test.beforeAll(async ({ network }) => {
  demo = await startDemo(network);
  folder = await mkdtemp(join(tmpdir(), 'safe-delete-'));
  session = await openChromium({ proxyPort: demo.proxyPort, folder, neighbours: [] });
  const { context } = session;
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  const world = new Promise<number>((found) => {
    debug.on('Runtime.executionContextCreated', ({ context: { id, auxData, origin } }) => {
      if (auxData?.type === 'isolated' && origin.startsWith('chrome-extension:')) found(id);
    });
  });
  await debug.send('Runtime.enable');
  await page.goto(`https://app.kit.com/sequences/${SEED.welcome}`);
  const contextId = await world;
  inContentScript = async (expression) => {
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
});

test.afterAll(async () => {
  await session.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

for (const message of MESSAGES) {
  test(`${titleOf(message)} is refused to the content script`, async () => {
    expect(await inContentScript(`chrome.runtime.sendMessage(${JSON.stringify(message)})`)).toEqual({
      refused: 'sender',
    });
    expect(demo.requests.filter(({ path }) => path.startsWith('/v4/'))).toEqual([]);
  });
}

test('the content script may open no port, and sees no storage of the background', async () => {
  for (const name of PORTS) {
    const ended = await inContentScript(`new Promise((resolve) => {
      const port = chrome.runtime.connect({ name: '${name}' });
      port.onDisconnect.addListener(() => resolve('ended'));
    })`);
    expect(ended, name).toBe('ended');
  }
  expect(
    await inContentScript(`chrome.storage.session?.get().then(() => 'read', () => 'refused') ?? 'absent'`),
  ).not.toBe('read');
});
