import { expect, test } from 'vitest';
import { type ManagerTarget, managerPath, parseManagerHash } from './manager.ts';

const ID = '6f1c1b2e-6a52-4d0c-9a2f-0f6a3f0c7f11';
const LIST: ManagerTarget = { backupId: null, download: false };

test.each<[ManagerTarget, string]>([
  [LIST, '/manager.html#/backups'],
  ['history', '/manager.html#/history'],
  ['retired', '/manager.html#/retired'],
  [{ backupId: ID, download: false }, `/manager.html#/backups/${ID}`],
  [{ backupId: ID, download: true }, `/manager.html#/backups/${ID}?download`],
])('%o has an address, and is read from it', (target, path) => {
  expect(managerPath(target)).toBe(path);
  expect(parseManagerHash(path.slice(path.indexOf('#')))).toEqual(target);
});

test.each([
  '',
  '#',
  '#/',
  '#/backups/',
  '#/history/',
  '#/backups/80',
  `#/backups/${ID}/`,
  `#/backups/${ID}?download=1`,
  `#/${ID}`,
])('any other hash is the list: %s', (hash) => {
  expect(parseManagerHash(hash)).toEqual(LIST);
});
