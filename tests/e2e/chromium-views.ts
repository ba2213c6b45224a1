import type { Frame, FrameLocator, Page } from '@playwright/test';
import type { ExtensionTab, KitTab, Realm, SeenText, View } from './driver.ts';
import { lookUntil } from './limits.ts';
import { addFrame, HEARD, listen, textWhen } from './page-scripts.ts';

function realm(frame: Frame): Realm {
  return {
    evaluate: (script) => frame.evaluate(script),
    async addFrame(address, kind) {
      await frame.evaluate(addFrame(address, kind));
      const added = frame.childFrames().at(-1);
      if (!added) throw new Error('The frame is gone');
      return realm(added);
    },
  };
}

export function extensionTab(page: Page): ExtensionTab {
  return {
    ...view(page, page),
    ...realm(page.mainFrame()),
    reload: async () => void (await page.reload({ waitUntil: 'domcontentloaded' })),
  };
}

export function kitTab(page: Page): KitTab {
  const launcher = page.getByRole('button', { name: 'Safe delete', exact: true });
  return {
    goto: async (path) => void (await page.goto(new URL(path, 'https://app.kit.com').href)),
    back: async () => void (await page.goBack()),
    forward: async () => void (await page.goForward()),
    ...realm(page.mainFrame()),
    launchers: () => launcher.count(),
    hover: () => launcher.hover(),
    pressLauncher: () => launcher.click(),
    async openPanel() {
      await launcher.click();
      const frame = page.frameLocator('iframe[title="Safe delete"]');
      await frame.getByRole('button', { name: 'Close' }).waitFor();
      const inside = page.frames().find((one) => one.url().includes('/panel.html'));
      if (!inside) throw new Error('The panel is gone');
      return { ...view(frame, page), evaluate: realm(inside).evaluate };
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
    panelOpen: async () => (await page.locator('iframe[title="Safe delete"]').count()) > 0,
    close: () => page.close(),
  };
}

export function view(root: Page | FrameLocator, page: Page): View {
  const app = root.locator('#app');
  const button = (name: string) => root.getByRole('button', { name, exact: true });
  return {
    // A tab in the background is not drawn, and Playwright waits for it to be.
    async text() {
      await page.bringToFront();
      // biome-ignore lint/performance/useDomNodeTextContent: what can be seen is what counts
      return app.innerText();
    },
    waitForText: (words, shown, ms) =>
      lookUntil(
        ms,
        async (look) => {
          await page.bringToFront();
          return (await app.evaluate(textWhen(words, shown, look))) as SeenText;
        },
        ({ met }) => met,
      ),
    async click(name) {
      await page.bringToFront();
      await button(name)
        .or(root.locator('summary').getByText(name, { exact: true }))
        .click();
    },
    async doubleClick(name) {
      await page.bringToFront();
      await button(name).dblclick();
    },
    async type(label, text) {
      const box = root.getByRole('textbox', { name: label, exact: true });
      await box.fill(text.replace('\n', ''));
      if (!text.endsWith('\n')) return;
      // What has just been drawn may take the focus away.
      do {
        await box.evaluate(`(box) => ${listen('box', 'keydown')}`);
        await box.press('Enter');
      } while (!(await app.evaluate(HEARD)));
    },
    tick: (label) => root.getByRole('checkbox', { name: label, exact: true }).click(),
    enabled: async (name) => ((await button(name).count()) > 0 ? button(name).isEnabled() : null),
    has: async (label) => (await root.getByRole('textbox', { name: label, exact: true }).count()) > 0,
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
