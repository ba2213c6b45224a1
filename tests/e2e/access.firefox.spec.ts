import { puppeteerOptionsPage } from '../../demo/extension-pages.ts';
import { SEED } from '../../demo/seed.ts';
import { openFirefox } from './firefox.ts';
import { acceptPrompt } from './firefox-window.ts';
import { test as base, connectByKey, expect, openPanel } from './session.ts';

const test = base.extend<{ session: Awaited<ReturnType<typeof openFirefox>> }>({
  session: async ({ demo, folder, neighbours }, use) => {
    const session = await openFirefox({ proxyPort: demo.proxyPort, folder, neighbours });
    await use(session);
    await session.close();
  },
});

test('access that was taken back is noticed before a call, and asked for again', async ({
  session,
  demo,
}) => {
  const options = await connectByKey(session);
  const page = await puppeteerOptionsPage(session.browser);
  await page.evaluate(`browser.permissions.remove({ origins: ['https://api.kit.com/*'] })`);
  await expect(options).toShow('keeping Safe Delete from reaching Kit');
  const before = demo.requests.length;
  const { panel } = await openPanel(session, SEED.welcome);
  expect(await panel.text()).toContain('Your browser is keeping Safe Delete from reaching Kit.');
  expect(demo.requests.slice(before).filter(({ path }) => path.startsWith('/v4/'))).toEqual([]);
  await panel.click('Allow access to Kit');
  await options.text();
  // A prompt wants a real click.
  const [x, y] = (await page.evaluate(`(() => {
    const box = document.querySelector('[role=alert] button').getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  })()`)) as [number, number];
  await page.mouse.click(x, y);
  await acceptPrompt(session.browser);
  await expect(panel).toShow('1,284 active subscribers');
  expect(await options.text()).not.toContain('keeping Safe Delete from reaching Kit');
});
