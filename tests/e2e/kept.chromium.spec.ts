import { resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findChromium } from '../../demo/browsers.ts';
import { SEED } from '../../demo/seed.ts';
import { LIMITS } from './limits.ts';
import { expect, test } from './session.ts';

const EXTENSION = resolve('.output/chrome-mv3');

const LAUNCHERS = `[...document.querySelectorAll('[data-safe-delete-for-kit]')].map(({ shadowRoot }) => shadowRoot)`;

// By Puppeteer: Playwright does not let Chromium prerender.
test('a page that was prerendered, and then kept and shown again, has its launcher, once, and it works', async ({
  demo,
}) => {
  demo.web.kept = true;
  const browser = await puppeteer.launch({
    executablePath: findChromium({ loadsExtensions: true }),
    headless: true,
    timeout: LIMITS.start,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      `--proxy-server=http://127.0.0.1:${demo.proxyPort}`,
      '--ignore-certificate-errors',
      `--disable-extensions-except=${EXTENSION}`,
      `--load-extension=${EXTENSION}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  try {
    // The extension is there.
    await browser.waitForTarget((one) => one.url().endsWith('/options.html'), { timeout: LIMITS.start });
    const page = await browser.newPage();
    await page.goto('https://app.kit.com/automations');
    const path = `/sequences/${SEED.welcome}`;
    await page.evaluate(`(() => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      const prerender = [{ source: 'list', urls: ['${path}'], eagerness: 'immediate' }];
      const policy = trustedTypes.createPolicy('rules', { createScript: (text) => text });
      rules.textContent = policy.createScript(JSON.stringify({ prerender }));
      rules.nonce = document.querySelector('script[nonce]').nonce;
      document.head.append(rules);
    })()`);
    // It runs already, and its recorder tells of it.
    await expect.poll(() => demo.tape.join().includes(path)).toBe(true);
    await page.evaluate(`location.href = '${path}'`);
    const look = <T>(script: string) => page.evaluate(script).catch(() => null) as Promise<T | null>;
    await expect.poll(() => look(`${LAUNCHERS}.length`)).toBe(1);
    expect(await look(`performance.getEntriesByType('navigation')[0].activationStart`)).toBeGreaterThan(0);
    // And the browser keeps it, to be gone back to.
    await page.evaluate('globalThis.kept = true');
    await page.goto('https://app.kit.com/automations');
    await page.evaluate('history.back()');
    await expect.poll(() => look(`${LAUNCHERS}.length`)).toBe(1);
    expect(await look('globalThis.kept')).toBe(true);
    const [x, y] = (await look<[number, number]>(`(() => {
      const { left, top } = ${LAUNCHERS}[0].querySelector('div > button').getBoundingClientRect();
      return [left + 9, top + 9];
    })()`)) ?? [0, 0];
    await page.mouse.click(x, y);
    await expect.poll(() => look(`${LAUNCHERS}[0].querySelector('dialog').open`)).toBe(true);
  } finally {
    await browser.close();
  }
});
