import { expect, test } from 'vitest';
import {
  KEEP_DAYS,
  LAUNCHER_SIDES,
  markPointed,
  readKeepDays,
  readLauncherSide,
  readPagesWanted,
  readPointed,
  writeKeepDays,
  writeLauncherSide,
  writePagesWanted,
} from './settings.ts';

function area(items: Record<string, unknown> = {}) {
  return {
    get: async (key: string) => ({ [key]: items[key] }),
    set: async (more: Record<string, unknown>) => void Object.assign(items, more),
  };
}

test('records are kept for 90 days until somebody chooses otherwise', async () => {
  const kept = area();
  expect(await readKeepDays(kept)).toBe(90);
  for (const days of KEEP_DAYS) {
    await writeKeepDays(kept, days);
    expect(await readKeepDays(kept)).toBe(days);
  }
});

test.each([0, -1, 7, '30', null, {}, Number.NaN])('%j is not taken', async (keepDays) => {
  expect(await readKeepDays(area({ keepDays }))).toBe(90);
});

test('automations are not read until somebody says so', async () => {
  const kept = area();
  expect(await readPagesWanted(kept)).toBe(false);
  await writePagesWanted(kept, true);
  expect(await readPagesWanted(kept)).toBe(true);
  await writePagesWanted(kept, false);
  expect(await readPagesWanted(kept)).toBe(false);
});

test.each([1, 'true', {}, null])('%j does not switch them on', async (automations) => {
  expect(await readPagesWanted(area({ automations }))).toBe(false);
});

test('the launcher is at the right until somebody moves it', async () => {
  const kept = area();
  expect(await readLauncherSide(kept)).toBe('right');
  for (const side of LAUNCHER_SIDES.toReversed()) {
    await writeLauncherSide(kept, side);
    expect(await readLauncherSide(kept)).toBe(side);
  }
  expect(await readLauncherSide(area({ launcherSide: 'top' }))).toBe('right');
});

test('the launcher is pointed at until that was done once', async () => {
  const kept = area();
  expect(await readPointed(kept)).toBe(false);
  await markPointed(kept);
  expect(await readPointed(kept)).toBe(true);
});
