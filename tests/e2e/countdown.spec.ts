import { SEED } from '../../demo/seed.ts';
import { deletes, expect, openPanel, pressDelete, test } from './session.ts';

/** As page translators do: elements of theirs in place of every text that may be translated. */
const TRANSLATE = `(() => {
  const walker = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
  const all = [];
  while (walker.nextNode()) all.push(walker.currentNode);
  for (const text of all) {
    const font = document.createElement('font');
    font.textContent = text.textContent;
    text.replaceWith(font);
  }
})()`;
const SEEN = `document.querySelector('h1 > [aria-hidden]')`;
const secondsLeft = `Number(${SEEN}?.textContent.match(/\\d+/)?.[0])`;

test('the time to cancel is a setting; it runs on where a translator replaced its text', async ({
  connected,
  demo,
}) => {
  const options = await connected.extensionPage('/options.html');
  await options.evaluate(`(() => {
    const select = document.querySelector('[aria-describedby=countdown-hint]');
    select.value = '30';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
  const { panel } = await openPanel(connected, SEED.empty);
  await panel.click('Delete sequence');
  await expect(panel).toShow('you have 30 seconds to cancel');
  await panel.click('Delete now');
  await expect(panel).toShow(/Deleting in \d+ seconds/);
  expect(await panel.text()).toContain('Nothing has been deleted yet.');
  const first = await panel.evaluate<number>(secondsLeft);
  // More than the usual time, and a busy computer's seconds on top.
  expect(first).toBeGreaterThan(5);
  expect(await panel.evaluate(`${SEEN}.querySelector('[translate=no]') !== null`)).toBe(true);
  const name = await panel.evaluate(`document.querySelector('h1 > .unseen').textContent`);
  await panel.evaluate(TRANSLATE);
  await expect.poll(() => panel.evaluate<number>(secondsLeft)).toBeLessThan(first);
  expect(await panel.evaluate(`document.querySelector('h1 > .unseen').textContent`)).toBe(name);
  expect(deletes(demo)).toEqual([]);
  await panel.click('Cancel');
  await expect(panel).toShow('Canceled.');
  expect(deletes(demo)).toEqual([]);
});

test('from the result, the page behind goes back to the list', async ({ connected }) => {
  const { tab, panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  // A frame leads its page elsewhere only where a person pressed something, which no script can do for them.
  const link = `document.querySelector('a[target=_top]')`;
  expect(await panel.evaluate(`${link}.textContent`)).toBe('Back to your sequences');
  await expect.poll(() => panel.evaluate(`(${link}.focus(), document.activeElement === ${link})`)).toBe(true);
  await panel.press('Enter');
  // The document may go away under a look.
  await expect.poll(() => tab.evaluate('location.pathname').catch(() => null)).toBe('/sequences');
  await expect.poll(() => tab.panelOpen()).toBe(false);
});
