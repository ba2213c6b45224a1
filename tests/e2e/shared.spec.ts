import { join } from 'node:path';
import { SEED } from '../../demo/seed.ts';
import { type BrowserSession, connectByKey, expect, test } from './session.ts';

/** Everything that a page can keep, by kind. Databases without a row do not count: they come with the first look. */
const KEPT = `(async () => {
  const rows = async ({ name }) => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const counts = [...database.objectStoreNames].map((store) => new Promise((resolve, reject) => {
      const request = database.transaction(store).objectStore(store).count();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }));
    const sum = (await Promise.all(counts)).reduce((one, other) => one + other, 0);
    database.close();
    return [name, sum];
  };
  const databases = await Promise.all((await indexedDB.databases()).map(rows));
  return {
    localStorage: { ...localStorage },
    databases: databases.filter(([, count]) => count > 0),
    caches: await caches.keys(),
    cookie: document.cookie,
  };
})()`;

const EXTENSION = `(async () => {
  const { alarms, permissions, storage, tabs, windows } = globalThis.browser ?? chrome;
  return {
    local: await storage.local.get(),
    session: await storage.session.get(),
    sync: await storage.sync.get(),
    alarms: (await alarms.getAll()).map(({ name }) => name),
    permissions: (await permissions.getAll()).origins.sort(),
    tabs: (await tabs.query({})).map(({ url }) => URL.parse(url)?.pathname),
    windows: (await windows.getAll()).length,
  };
})()`;

/** Leaves something of every kind behind. */
const LEAVE = `(async () => {
  localStorage.setItem('left', 'behind');
  await caches.open('left');
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open('left');
    request.onupgradeneeded = () => request.result.createObjectStore('left', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  await new Promise((resolve, reject) => {
    const transaction = database.transaction('left', 'readwrite');
    transaction.objectStore('left').add('behind');
    transaction.oncomplete = () => resolve(undefined);
    transaction.onerror = () => reject(transaction.error);
  });
  database.close();
})()`;

interface Kept {
  extension: Record<string, unknown>;
  pages: Record<string, unknown>;
  kit: Record<string, unknown>;
}

async function keptIn(session: BrowserSession): Promise<Kept> {
  const options = await session.extensionPage('/options.html');
  const extension = await options.evaluate<Kept['extension']>(EXTENSION);
  const pages = await options.evaluate<Kept['pages']>(KEPT);
  const tab = await session.kit(`/sequences/${SEED.welcome}`);
  const account = await tab.evaluate(`document.querySelector('.who strong').textContent`);
  return { extension, pages, kit: { ...(await tab.evaluate<Kept['kit']>(KEPT)), account } };
}

test('what a test leaves in the shared browser is gone for the next one', async ({
  demo,
  folder,
  lender,
  open,
}, { project }) => {
  const used = await lender.lend(join(folder, 'used'));
  await connectByKey(used);
  const options = await used.extensionPage('/options.html');
  await options.evaluate(LEAVE);
  await options.evaluate(`(async () => {
    const { alarms, permissions, storage } = globalThis.browser ?? chrome;
    for (const area of ['local', 'session', 'sync']) await storage[area].set({ left: 'behind' });
    await alarms.create('left', { delayInMinutes: 60 });
    // Chromium keeps what an extension requires.
    await permissions.remove({ origins: ['https://api.kit.com/*'] }).catch(() => undefined);
  })()`);
  const tab = await used.newWindow(`/sequences/${SEED.welcome}`);
  await tab.evaluate(LEAVE);
  await tab.evaluate(`document.cookie = 'left=behind; max-age=3600'`);
  await tab.evaluate(
    `fetch('/account_users/${SEED.secondAccount}/switch', { method: 'POST' }).then(({ ok }) => ok)`,
  );
  await used.manager('#/');
  const left = await keptIn(used);
  await lender.takeBack();

  const again = await keptIn(await lender.lend(join(folder, 'again')));
  await lender.takeBack();
  const own = await open({ proxyPort: demo.proxyPort, folder, neighbours: [] });
  const fresh = await keptIn(own);
  await own.close();
  expect(again).toEqual(fresh);

  // There was something of every kind to be rid of.
  const same = (Object.keys(fresh) as (keyof Kept)[]).flatMap((where) =>
    Object.keys(fresh[where]).filter(
      (kind) => JSON.stringify(fresh[where][kind]) === JSON.stringify(left[where][kind]),
    ),
  );
  // An extension's page has no cookies.
  expect(same).toEqual(project.name === 'firefox' ? ['cookie'] : ['permissions', 'cookie']);
});
