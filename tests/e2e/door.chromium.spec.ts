import { resolve } from 'node:path';
import { type BrowserContext, expect, test } from '@playwright/test';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { launchChromium, optionsPage } from '../../demo/launch.ts';
import { SEED } from '../../demo/seed.ts';

const REVIEW = '6f1c1b2e-6a52-4d0c-9a2f-0f6a3f0c7f11';
const MESSAGES = [
  { name: 'operation.start', payload: { kind: 'delete', sequenceId: SEED.empty, reviewId: REVIEW } },
  { name: 'operation.start', payload: { kind: 'pause', sequenceId: SEED.welcome, reviewId: REVIEW } },
  { name: 'operation.start', payload: { kind: 'resume', sequenceId: SEED.paused, reviewId: REVIEW } },
  { name: 'operation.cancel', payload: { sequenceId: SEED.welcome } },
  { name: 'review.gather', payload: { sequenceId: SEED.welcome, pageAccountId: null } },
  { name: 'options.open', payload: {} },
  { name: 'connection.accounts', payload: {} },
  { name: 'connection.disconnect', payload: { accountId: SEED.account } },
  { name: 'connection.connectWithApiKey', payload: { apiKey: SEED.secondApiKey } },
  { name: 'connection.connectWithOAuth', payload: {} },
  { name: 'connection.app', payload: {} },
  { name: 'connection.useApp', payload: { clientId: 'elsewhere' } },
];

let demo: Demo;
let context: BrowserContext;
let inContentScript: (script: string) => Promise<unknown>;

test.beforeAll(async () => {
  demo = await startDemo();
  context = await launchChromium({
    extension: resolve('.output/chrome-mv3'),
    proxyPort: demo.proxyPort,
    headless: true,
  });
  await optionsPage(context);
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
  await context.close();
  await demo.close();
});

for (const message of MESSAGES) {
  test(`${message.name} ${JSON.stringify(message.payload)} is refused to the content script`, async () => {
    expect(await inContentScript(`chrome.runtime.sendMessage(${JSON.stringify(message)})`)).toEqual({
      refused: 'sender',
    });
    expect(demo.requests.filter(({ path }) => path.startsWith('/v4/'))).toEqual([]);
  });
}

test('the content script may not follow operations, and sees no storage of the background', async () => {
  const ended = await inContentScript(`new Promise((resolve) => {
    const port = chrome.runtime.connect({ name: 'follow/${SEED.welcome}' });
    port.onDisconnect.addListener(() => resolve('ended'));
  })`);
  expect(ended).toBe('ended');
  expect(
    await inContentScript(`chrome.storage.session?.get().then(() => 'read', () => 'refused') ?? 'absent'`),
  ).not.toBe('read');
});
