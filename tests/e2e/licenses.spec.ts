import { readFileSync } from 'node:fs';
import { openTab } from './page-scripts.ts';
import { expect, test } from './session.ts';

test('the licences of the code that is built in come with the extension', async ({ session }) => {
  await (await session.extensionPage('/options.html')).evaluate(openTab('/licenses.txt'));
  const page = await session.extensionPage('/licenses.txt');
  const text = await page.evaluate<string>('document.body.textContent');
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [name, version] of Object.entries(dependencies))
    expect(text).toContain(`\n${name} ${version}\n`);
  for (const words of [
    'MIT License',
    'Mozilla Public License Version 2.0',
    'Permission to use, copy, modify',
  ]) {
    expect(text).toContain(words);
  }
});
