import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundledIn, licenseFile, packagesOf } from './licenses.ts';

let modules: string;
beforeEach(() => {
  modules = mkdtempSync(join(tmpdir(), 'licenses-'));
});
afterEach(() => rmSync(modules, { recursive: true }));

function install(name: string, manifest: object, files: Record<string, string> = {}): void {
  mkdirSync(join(modules, name), { recursive: true });
  const repository = 'https://github.com/a/b.git';
  const all = { version: '1.0.0', license: 'MIT', repository, ...manifest };
  writeFileSync(join(modules, name, 'package.json'), JSON.stringify(all));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(modules, name, file), text);
}

test('the packages of modules, also of those that tools add', () => {
  expect(
    packagesOf([
      '/x/utils/result.ts',
      '/x/node_modules/preact/hooks/dist/hooks.mjs',
      '/x/node_modules/preact/dist/preact.mjs',
      '/x/node_modules/a/node_modules/@b/c/index.js?used',
      'C:\\x\\node_modules\\@d\\e\\index.js',
      '\0virtual:wxt-plugins',
      '\0vite/modulepreload-polyfill.js',
      '\0rolldown/runtime.js',
    ]),
  ).toEqual(['@b/c', '@d/e', 'preact', 'rolldown', 'vite', 'wxt']);
});

test('whatever may be bundled has a licence here, with its text and its source', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of [...Object.keys(dependencies), ...['wxt', 'vite', 'rolldown', '@wxt-dev/browser']]) {
    const { license, source, text } = bundledIn('node_modules', name);
    expect(license).toMatch(/^(?:MIT|ISC|MPL-2\.0)$/);
    expect(source).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/);
    expect(text).toMatch(/Permission (?:is hereby granted|to use, copy)|Mozilla Public License Version 2\.0/);
    expect(text).not.toContain('bundled dependencies');
  }
});

test('a package without a text takes that of its repository, and without any there is no build', () => {
  install('@x-dev/a', {}, { 'LICENSE.md': 'Ours\r\nand yours\r\n' });
  install('@x-dev/b', { repository: { url: 'git+https://github.com/a/b.git' } });
  install('x', { repository: 'a/b' });
  for (const name of ['@x-dev/a', '@x-dev/b', 'x']) {
    expect(bundledIn(modules, name)).toMatchObject({
      text: 'Ours\nand yours',
      source: 'https://github.com/a/b',
    });
  }
  install('@x-dev/c', { repository: 'c/d' });
  install('y', {});
  install('z', { license: undefined }, { LICENSE: 'Text' });
  for (const name of ['@x-dev/c', 'y', 'z']) {
    expect(() => bundledIn(modules, name)).toThrow(`No licence was found for ${name}`);
  }
});

test('the file is our own licence, then the others in their order', () => {
  const one = { name: 'a', version: '1.0.0', license: 'MIT', source: 'https://github.com/a/b', text: 'Text' };
  const file = licenseFile('Own\r\n', [one, { ...one, name: 'b' }]);
  expect(file).toMatch(
    /^Own\n\n-{80}\n\na 1\.0\.0\nLicense: MIT\nSource: https:\S+\n\nText\n\n-{80}\n\nb 1\.0\.0\n/,
  );
});
