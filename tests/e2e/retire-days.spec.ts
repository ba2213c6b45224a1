import { SEED } from '../../demo/seed.ts';
import { type BrowserSession, connectByKey, deletes, expect, openPanel, test, writes } from './session.ts';

const DAY = 86_400_000;
const BADGE = 'Promise.resolve((globalThis.browser ?? chrome).action.getBadgeText({}))';

/** Turns every time in the journal back by so many days, as if they had gone by. */
const daysGoBy = (days: number) => `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const earlier = (value) => {
    if (typeof value === 'number') return value > 1e12 ? value - ${days * DAY} : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(earlier);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, earlier(inner)]));
  };
  let changed = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    if (database.objectStoreNames.contains('jobs')) {
      const jobs = database.transaction('jobs', 'readwrite').objectStore('jobs');
      for (const job of await done(jobs.getAll())) {
        await done(jobs.put(earlier(job)));
        changed += 1;
      }
    }
    database.close();
  }
  return changed;
})()`;

/** Retires the welcome series, and gives the list once it is there. */
async function retire(session: BrowserSession) {
  const { tab, panel } = await openPanel(session, SEED.welcome);
  await panel.click('Pause sequence');
  await panel.click('Retire');
  await expect(panel).toShow('We’ll remind you on');
  await tab.close();
  return session.manager('#/retired');
}

/** Days go by, and another life of the background finds them gone. */
async function later(session: BrowserSession, days: number) {
  const manager = await session.manager();
  expect(await manager.evaluate<number>(daysGoBy(days))).toBeGreaterThan(0);
  await session.killBackground();
  await manager.reload();
  return manager;
}

test('on the day it says so, with what it found, and the number goes once it is decided', async ({
  connected,
  demo,
}) => {
  await retire(connected);
  const manager = await later(connected, 31);
  await expect.poll(() => manager.evaluate(BADGE)).toBe('1');
  await manager.reload();
  await expect(manager).toShow('It’s time to decide: delete it or keep it?');
  await expect(manager).toShow('Nobody was added.');
  await manager.click('Keep longer');
  await expect(manager).toShow('We’ll remind you on');
  await expect.poll(() => manager.evaluate(BADGE)).toBe('');
  // The pause, and nothing on the day.
  expect(writes(demo)).toHaveLength(1);
});

test('a clock that is set back reminds nobody sooner, and the day still comes', async ({ connected }) => {
  await retire(connected);
  let manager = await later(connected, -10);
  await expect(manager).toShow('We’ll remind you on');
  expect(await manager.evaluate(BADGE)).toBe('');
  manager = await later(connected, 41);
  await expect.poll(() => manager.evaluate(BADGE)).toBe('1');
});

for (const [what, act, words] of [
  ['resumed', { active: true }, 'Someone resumed it in Kit, so we won’t remind you.'],
  ['deleted', null, 'It was deleted, so we won’t remind you.'],
] as const) {
  test(`one that is ${what} in Kit meanwhile is not asked about`, async ({ connected, demo }) => {
    await retire(connected);
    if (act) demo.kit.change(SEED.welcome, act);
    else demo.kit.deleteSequence(SEED.welcome);
    const manager = await later(connected, 31);
    await expect
      .poll(async () => {
        await manager.reload();
        return manager.text();
      })
      .toContain(words);
    expect(await manager.evaluate(BADGE)).toBe('');
    expect(deletes(demo)).toEqual([]);
  });
}

test('of an account that is disconnected it says that it could not be checked, and reminds all the same', async ({
  connected,
}) => {
  await retire(connected);
  const options = await connected.options();
  await options.click('Disconnect');
  await expect(options).toShow('Connect with API key');
  const manager = await later(connected, 40);
  await expect.poll(() => manager.evaluate(BADGE)).toBe('1');
  await manager.reload();
  await expect(manager).toShow('We couldn’t check it in Kit:');
});

test.describe('the browser is closed over the day', () => {
  test.use({ ownBrowser: true });

  test('and says so when it is started again', async ({ session, demo }) => {
    await connectByKey(session);
    const manager = await retire(session);
    await manager.evaluate(daysGoBy(31));
    await session.restart();
    const again = await session.manager('#/retired');
    await expect.poll(() => again.evaluate(BADGE)).toBe('1');
    expect(deletes(demo)).toEqual([]);
  });
});
