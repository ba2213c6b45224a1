import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Chrome and Edge themselves no longer load an extension from the command line; Chromium does. */
interface ChromiumWish {
  loadsExtensions: boolean;
}

const { LOCALAPPDATA = '', PROGRAMFILES = '', 'PROGRAMFILES(X86)': PROGRAMFILES_X86 = '' } = process.env;
const WINDOWS = [LOCALAPPDATA, PROGRAMFILES, PROGRAMFILES_X86].filter((folder) => folder !== '');

const CHROMIUM = [
  ...onPath('chromium', 'chromium-browser'),
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...WINDOWS.map((folder) => join(folder, 'Chromium/Application/chrome.exe')),
];
const BRANDED = [
  ...onPath('google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...WINDOWS.map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
  ...WINDOWS.map((folder) => join(folder, 'Microsoft/Edge/Application/msedge.exe')),
];
const FIREFOX = [
  ...onPath('firefox', 'firefox-esr'),
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  ...WINDOWS.map((folder) => join(folder, 'Mozilla Firefox/firefox.exe')),
];

/** The path of an installed Chromium, or of a relative of it; installs one when there is none. */
export function findChromium({ loadsExtensions }: ChromiumWish = { loadsExtensions: false }): string {
  const cached = () => chromium.executablePath();
  return (
    override('CHROMIUM_PATH') ??
    CHROMIUM.find(existsSync) ??
    existing(cached()) ??
    (loadsExtensions ? undefined : BRANDED.find(existsSync)) ??
    (playwrightInstalls() ? existing(cached()) : undefined) ??
    (aptInstalls('chromium') ? existing('/usr/bin/chromium') : undefined) ??
    missing('Chromium', 'CHROMIUM_PATH')
  );
}

/** Whether this is Chrome or Edge itself, which ignore `--load-extension`. */
export function isBranded(path: string): boolean {
  return BRANDED.includes(path);
}

/** The path of an installed Firefox; installs one when there is none. Playwright's own takes no extensions. */
export function findFirefox(): string {
  return (
    override('FIREFOX_PATH') ??
    FIREFOX.find(existsSync) ??
    (aptInstalls('firefox-esr') ? existing('/usr/bin/firefox-esr') : undefined) ??
    missing('Firefox', 'FIREFOX_PATH')
  );
}

function onPath(...names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}

function override(variable: string): string | undefined {
  const path = process.env[variable];
  if (path !== undefined && !existsSync(path))
    throw new Error(`${variable} names ${path}, which is not there`);
  return path;
}

function playwrightInstalls(): boolean {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const options = { stdio: 'inherit', shell: process.platform === 'win32' } as const;
  return spawnSync(npx, ['playwright', 'install', 'chromium'], options).status === 0;
}

function aptInstalls(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  try {
    execFileSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-qy', name], { stdio: 'inherit' });
    return true;
  } catch {
    return false;
  }
}

function missing(browser: string, variable: string): never {
  throw new Error(`No ${browser} found: install ${browser}, or set ${variable} to the path of one`);
}
