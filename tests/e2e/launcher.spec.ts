import { SEED } from '../../demo/seed.ts';
import { type BrowserSession, expect, type KitTab, test } from './session.ts';

const ROOT = `document.querySelector('[data-safe-delete-for-kit]').shadowRoot`;
const BUTTON = `${ROOT}.querySelector('button')`;
const HINT = `${ROOT}.querySelector('[role=status]')`;

const style = (of: string, ...names: string[]) =>
  `(() => {
    const style = getComputedStyle(${of});
    return ${JSON.stringify(names)}.map((name) => style[name]);
  })()`;

/** Kit's page gets a style sheet of its own. */
const styled = (css: string) => `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(${JSON.stringify(css)});
  document.adoptedStyleSheets = [sheet];
})()`;

test('the launcher looks as it was drawn, whatever the page says of its elements', async ({ session }) => {
  const tab = await session.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  const drawn = () =>
    tab.evaluate<string[]>(
      style(BUTTON, 'fontFamily', 'fontSize', 'fontWeight', 'lineHeight', 'borderRadius'),
    );
  const MEANT = ['system-ui, sans-serif', '14px', '500', '20px', '999px'];
  expect(await drawn()).toEqual(MEANT);
  const corner = `${ROOT}.querySelector('div')`;
  expect(await tab.evaluate(style(corner, 'position', 'right', 'bottom'))).toEqual(['fixed', '24px', '96px']);
  await tab.evaluate(
    styled(`* { all: unset !important; font: 700 40px/2 serif !important; letter-spacing: 9px !important }`),
  );
  await tab.evaluate(
    `document.querySelector('[data-safe-delete-for-kit]').style.cssText = 'font: 30px fantasy !important; display: none !important'`,
  );
  expect(await drawn()).toEqual(MEANT);
  expect(await tab.evaluate(style(BUTTON, 'letterSpacing'))).toEqual(['normal']);
  // What hides the host hides what is in it.
  expect(await tab.evaluate(`${BUTTON}.checkVisibility()`)).toBe(true);
});

const LIGHT = 'rgb(255, 255, 255)';
const DARK = 'rgb(25, 21, 39)';
for (const [page, css, background] of [
  ['is painted dark', 'html { background: oklch(0.25 0.03 260) !important }', DARK],
  ['has a dark body on white', 'html { background: #fff !important } body { background: #111 }', DARK],
  ['is painted almost through', 'html { background: #0001 !important }', LIGHT],
  ['says dark and paints nothing', 'html { background: none !important; color-scheme: dark }', DARK],
  ['says dark and is painted light', 'html { background: #f7f7f9 !important; color-scheme: dark }', LIGHT],
] as const) {
  test(`a page that ${page} has a launcher and a drawer like it`, async ({ connected }) => {
    const tab = await connected.kit(`/sequences/${SEED.welcome}`);
    await expect.poll(() => tab.launchers()).toBe(1);
    await tab.evaluate(styled(css));
    const panel = await tab.openPanel();
    expect(await tab.evaluate(style(`${ROOT}.querySelector('dialog')`, 'backgroundColor'))).toEqual([
      background,
    ]);
    expect(await panel.evaluate(style('document.documentElement', 'backgroundColor'))).toEqual([background]);
    expect(await tab.evaluate(style(BUTTON, 'colorScheme'))).toEqual([
      background === DARK ? 'dark' : 'light',
    ]);
  });
}

test('a page that turns dark by a class takes the launcher along', async ({ session }) => {
  const tab = await session.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await tab.evaluate(styled('html.dark { background: #111 !important }'));
  await tab.evaluate(`document.documentElement.classList.add('dark')`);
  await expect.poll(() => tab.evaluate(style(BUTTON, 'colorScheme'))).toEqual(['dark']);
  await tab.evaluate(`document.documentElement.classList.remove('dark')`);
  await expect.poll(() => tab.evaluate(style(BUTTON, 'colorScheme'))).toEqual(['light']);
});

async function chooseSide(session: BrowserSession, side: 'left' | 'right'): Promise<void> {
  const options = await session.extensionPage('/options.html');
  const select = `[...document.querySelectorAll('select')].find((one) => one.querySelector('[value=left]'))`;
  await expect.poll(() => options.evaluate(`!!${select}`)).toBe(true);
  await options.evaluate(`(() => {
    const select = ${select};
    select.value = '${side}';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

const isLeft = (tab: KitTab) =>
  tab.evaluate<boolean>(`${BUTTON}.getBoundingClientRect().right < innerWidth / 2`);

test('a setting moves the launcher to the other side, in pages that are open too', async ({ session }) => {
  const tab = await session.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  expect(await isLeft(tab)).toBe(false);
  await chooseSide(session, 'left');
  await expect.poll(() => isLeft(tab)).toBe(true);
  await tab.goto(`/sequences/${SEED.empty}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await expect.poll(() => isLeft(tab)).toBe(true);
  await chooseSide(session, 'right');
  await expect.poll(() => isLeft(tab)).toBe(false);
});

test('the first visit points at the launcher, and no later one does', async ({ session }) => {
  const tab = await session.kit('/sequences');
  await tab.goto(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.evaluate(`${HINT}?.textContent`)).toContain('see who is still waiting');
  await tab.evaluate(`${HINT}.querySelector('button').click()`);
  expect(await tab.evaluate(HINT)).toBe(null);
  expect(await tab.evaluate(`${ROOT}.activeElement.textContent`)).toBe('Safe delete');
  const later = await session.kit(`/sequences/${SEED.empty}`);
  await expect.poll(() => later.launchers()).toBe(1);
  // What it read when it came, it has read before it follows a change.
  await chooseSide(session, 'left');
  await expect.poll(() => isLeft(later)).toBe(true);
  expect(await later.evaluate(HINT)).toBe(null);
});

test('a press on the launcher puts the hint away', async ({ connected }) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.evaluate(`!!${HINT}`)).toBe(true);
  await tab.openPanel();
  expect(await tab.evaluate(HINT)).toBe(null);
});

test('a key opens it too', async ({ session }) => {
  const options = await session.extensionPage('/options.html');
  expect(
    await options.evaluate(
      `(globalThis.browser ?? chrome).commands.getAll()
        .then((all) => all.filter(({ shortcut }) => shortcut).map(({ name, shortcut }) => [name, shortcut]))`,
    ),
  ).toEqual([['open-panel', 'Alt+Shift+K']]);
});
