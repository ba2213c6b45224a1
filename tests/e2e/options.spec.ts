import { openTab } from './page-scripts.ts';
import { connectByKey, expect, test } from './session.ts';

test('before connecting, it says what is read, kept and sent, and leads to the privacy page', async ({
  session,
}) => {
  const options = await session.options();
  await expect(options).toShow('Before you connect');
  for (const words of ['Reads from Kit:', 'Keeps in this browser:', 'Nothing goes to us']) {
    expect(await options.text()).toContain(words);
  }
  const tab = await session.extensionPage('/options.html');
  await tab.evaluate(openTab('/privacy.html'));
  const privacy = await session.extensionPage('/privacy.html');
  const seen = `[document.querySelector('h1').innerText, getComputedStyle(document.querySelector('main')).maxWidth]`;
  await expect.poll(() => privacy.evaluate(seen)).toEqual(['Privacy', '860px']);
});

test('a connection can be tested, and says when Kit last took it', async ({ session, demo }) => {
  const options = await connectByKey(session);
  await expect(options).toShow('Last checked');
  expect(await options.text()).toContain('Settings');
  expect(await options.text()).not.toContain('Before you connect');
  await options.click('Test connection');
  await expect(options).toShow('Kit accepts the connection to Juniper Street Letters.');
  demo.faults.push({
    path: /\/v4\/account$/,
    effect: { kind: 'status', status: 401, body: { errors: ['No'] } },
  });
  await options.click('Test connection');
  await expect(options).toShow('Kit didn’t accept your API key.');
  expect(demo.requests.filter(({ path }) => path === '/v4/account').length).toBeGreaterThan(2);
});
