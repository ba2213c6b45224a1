import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, pressDelete, test } from './session.ts';

test('the launcher is on sequence pages only, once, through every kind of navigation', async ({
  session,
}) => {
  const tab = await session.kit('/sequences');
  const shows = (count: number) => expect.poll(() => tab.launchers(), { intervals: [50] }).toBe(count);
  await shows(0);
  for (const path of [
    `/sequences/${SEED.welcome}`,
    `/sequences/${SEED.welcome}/subscribers?state=active`,
    `/sequences/${SEED.welcome}/reports`,
    `/sequences/${SEED.welcome}/settings`,
  ]) {
    await tab.goto(path);
    await shows(1);
  }
  await tab.goto('/sequences/new');
  await shows(0);
  await tab.evaluate(`history.pushState({}, '', '/sequences/80')`);
  await shows(1);
  await tab.evaluate(`history.replaceState({}, '', '/sequences')`);
  await shows(0);
  await tab.evaluate(`history.pushState({}, '', '/sequences/83/reports')`);
  await shows(1);
  await tab.evaluate('history.back()');
  await shows(0);
  await tab.evaluate('history.forward()');
  await shows(1);
});

test('the old host counts too, and back and forward between full loads', async ({ session }) => {
  const tab = await session.kit('https://app.convertkit.com/sequences/80');
  const shows = (count: number) => expect.poll(() => tab.launchers(), { intervals: [50] }).toBe(count);
  await shows(1);
  await tab.goto('/sequences');
  await shows(0);
  await tab.back();
  await shows(1);
  await tab.forward();
  await shows(0);
});

test('the launcher is there within 300 ms of a navigation inside the page', async ({ session }) => {
  const tab = await session.kit('/sequences');
  for (const id of [80, 83, 82]) {
    await tab.evaluate(`history.pushState({}, '', '/sequences')`);
    await expect.poll(() => tab.launchers(), { intervals: [50] }).toBe(0);
    // The page's own timer tells: on a busy computer it is as late as everything else in the page.
    const inTime = await tab.evaluate<boolean>(`new Promise((resolve) => {
      setTimeout(resolve, 300, false);
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-safe-delete-for-kit]')) return;
        observer.disconnect();
        resolve(true);
      }).observe(document.documentElement, { childList: true });
      history.pushState({}, '', '/sequences/${id}');
    })`);
    expect(inTime).toBe(true);
  }
});

test('only the top frame has the launcher', async ({ session, demo }) => {
  demo.web.ownFrames = true;
  const tab = await session.kit('/sequences/80');
  await expect.poll(() => tab.launchers()).toBe(1);
  const inside = await tab.evaluate<string[]>(`new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.onload = () => resolve([
      frame.contentWindow.location.pathname,
      String(frame.contentDocument.querySelectorAll('[data-safe-delete-for-kit]').length),
    ]);
    frame.src = '/sequences/83';
    document.body.append(frame);
  })`);
  expect(inside).toEqual(['/sequences/83', '0']);
});

test('works under the strictest headers that a page can send', async ({ connected, demo }) => {
  demo.web.hostile = true;
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  expect(await panel.text()).toContain('1,284 active subscribers');
  expect(
    await tab.evaluate(`(() => {
      const root = document.querySelector('[data-safe-delete-for-kit]').shadowRoot;
      return getComputedStyle(root.querySelector('div')).position;
    })()`),
  ).toBe('fixed');
});

test('the launcher comes back when the page throws it out', async ({ session, demo }) => {
  demo.web.rerenders = 2;
  const tab = await session.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  // The page may have thrown it out just now by itself.
  await tab.evaluate(`(async () => {
    const there = () => document.querySelector('[data-safe-delete-for-kit]');
    const comes = () => new Promise((resolve) => {
      if (there()) resolve();
      else new MutationObserver((_, observer) => {
        if (!there()) return;
        observer.disconnect();
        resolve();
      }).observe(document.documentElement, { childList: true });
    });
    await comes();
    there().remove();
    await comes();
  })()`);
  await expect.poll(() => tab.launchers(), { intervals: [50] }).toBe(1);
});

test('the page’s session recorder gets no name, number or credential from the panel', async ({
  connected,
  demo,
}) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  // From here on the API and the page disagree, so that what the panel shows can be told from what the page shows.
  demo.kit.rename(SEED.welcome, 'Canary Meadow');
  const longAgo = Date.now() - 400 * 24 * 3_600_000;
  demo.kit.addSubscribers(SEED.welcome, 7_000, 'active', longAgo);
  const panel = await tab.openPanel();
  await expect(panel).toShow('8,284 active subscribers');
  await panel.click('Show who is waiting');
  await expect(panel).toShow(/@[\s\S]*Next: /);
  const address = /\S+@\S+/.exec(await panel.text())?.[0] ?? '';
  await panel.click('Copy as CSV');
  await expect(panel).toShow('Copied.');
  await pressDelete(panel, 'Canary Meadow');
  await expect(panel).toShow('Kit deleted the sequence.');
  await panel.press('Escape');
  await expect.poll(() => tab.panelOpen()).toBe(false);
  // Leaving the page makes the recorder post what it still holds.
  const before = demo.tape.length;
  await tab.goto('/sequences');
  await expect.poll(() => demo.tape.length).toBeGreaterThan(before);
  const tape = demo.tape.join('\n');
  expect(tape).toContain('data-safe-delete-for-kit');
  expect(address).toContain('@');
  for (const secret of ['Canary', '8,284', 'active subscribers', address, SEED.apiKey]) {
    expect(tape).not.toContain(secret);
  }
  // The number itself: the recorder's own times may hold the same digits.
  expect(tape).not.toMatch(/(?<!\d)8284(?!\d)/);
});

test('text of Kit stays text', async ({ connected, demo }) => {
  for (const id of [SEED.markup, SEED.arabic, SEED.doubleQuotes, SEED.longName]) {
    const { tab, panel } = await openPanel(connected, id);
    expect(await panel.text()).toContain(demo.kit.sequence(id).settings.name);
    await tab.close();
  }
});
