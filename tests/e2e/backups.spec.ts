import { readdirSync, readFileSync } from 'node:fs';
import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';
import { choose, type Manager, madeIn, opened, pick } from './restoring.ts';
import {
  type BrowserSession,
  connectByKey,
  expect,
  openPanel,
  pressDelete,
  test,
  writes,
} from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';

test('without a backup, the list says so, and what it takes up', async ({ connected, demo }) => {
  const manager = await connected.manager('#/');
  await expect(manager).toShow('No backups yet.');
  await expect(manager).toShow('Your browser has room for');
  await expect.poll(() => manager.evaluate('document.activeElement.textContent')).toBe('Backups');
  expect(writes(demo)).toEqual([]);
});

test('the popup and the options lead to the list', async ({ connected }) => {
  const options = await connected.extensionPage('/options.html');
  await connected.kit('/sequences');
  await connected.pressToolbarButton();
  await expect.poll(() => connected.popupText()).toMatch(/Retired\s+Backups\s+History/);
  // Without a trusted click, a new tab would be blocked.
  await options.evaluate(`(() => {
    const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent === 'Backups');
    link.target = '_self';
    link.click();
  })()`);
  const manager = await connected.manager();
  await expect(manager).toShow('No backups yet.');
});

test('a file is opened, listed, downloaded as it was, removed, and opened again', async ({
  connected,
  demo,
}) => {
  const manager = await opened(connected, await backupFile(demo, ID));
  await manager.click('Download backup');
  await expect(manager).toShow('The download has started.');
  const { name, file } = await connected.downloaded('.zip');
  expect(name).toMatch(/^kit-sequence-welcome-series-\d{4}-\d\d-\d\d\.zip$/);
  await manager.click('Yes, I have the file');
  await expect.poll(() => manager.text()).toContain('outside this browser too');
  await manager.evaluate(`location.hash = '#/'`);
  await expect(manager).toShow('Downloaded');
  const listed = await manager.text();
  for (const words of [NAME, 'Juniper Street Letters', '1,480 subscribers, 5 emails,', 'From a file']) {
    expect(listed).toContain(words);
  }
  await manager.click('More');
  await manager.click('Remove');
  await manager.click('Remove for good');
  await expect(manager).toShow('No backups yet.');
  await choose(manager, file);
  await expect(manager).toShow('The file is complete.');
});

test('an address with “download” downloads at once, and once', async ({ connected, demo }) => {
  const manager = await opened(connected, await backupFile(demo, ID));
  await manager.evaluate(`(location.hash += '?download', location.reload())`);
  await connected.downloaded('.zip');
  await expect(manager).toShow('The download has started.');
  expect(await manager.evaluate('location.hash')).not.toContain('download');
});

test('a backup that other programs packed again is opened', async ({ connected }) => {
  const manager = await connected.manager('#/');
  for (const name of readdirSync('tests/zips')) {
    await manager.evaluate(`location.hash = '#/'`);
    await choose(manager, new Blob([readFileSync(`tests/zips/${name}`)]));
    await expect(manager, name).toShow('The file is complete.');
  }
});

test('what is no backup of ours is refused with a sentence, and nothing is kept', async ({
  connected,
  demo,
}) => {
  const manager = await connected.manager('#/');
  const whole = new Uint8Array(await (await backupFile(demo, ID)).arrayBuffer());
  const edited = whole.slice();
  edited.set([7], whole.length >> 1);
  for (const [bytes, words] of [
    [new TextEncoder().encode('hello'), 'isn’t a ZIP file'],
    [whole.slice(0, whole.length >> 1), 'cut off'],
    [edited, 'damaged'],
  ] as const) {
    await choose(manager, new Blob([bytes]));
    await expect
      .poll(() => manager.evaluate(`document.querySelector('[role=alert]')?.textContent`))
      .toContain(words);
    expect(await manager.text()).toContain('No backups yet.');
  }
  expect(writes(demo)).toEqual([]);
});

test('a deleted sequence comes back, is compared, and is kept out of others again', async ({
  connected,
  demo,
}) => {
  const file = await backupFile(demo, ID);
  const before = demo.kit.sequence(ID);
  before.deleted = true;
  const manager = await opened(connected, file);
  await expect(manager).toShow('What a restore can’t bring back');
  const offered = await manager.text();
  for (const words of ['Its place in Visual Automations', '1,480 subscribers, and how far']) {
    expect(offered).toContain(words);
  }
  await manager.click('Restore sequence');
  await expect(manager).toShow('The sequence is back as a new one');
  const [after] = madeIn(demo);
  if (!after) throw new Error('Nothing was restored');
  expect(madeIn(demo).length).toBe(1);
  const { name, send_hour, send_days, exclude_subscriber_sources } = before.settings;
  expect(after.settings).toMatchObject({
    ...{ name, send_hour, send_days, exclude_subscriber_sources, active: false },
  });
  const contents = ({ emailsInOrder }: typeof after) =>
    emailsInOrder.map(({ subject, content, published, delay_value, delay_unit }) => [
      ...[subject, content, published, delay_value, delay_unit],
    ]);
  expect(contents(after)).toEqual(contents(before));
  const text = await manager.text();
  expect(text).toMatch(/1 detail is different\. \d+ details are the same\./);
  await manager.evaluate(`document.querySelector('details:not(.menu)').open = true`);
  await expect(manager).toShow(
    'Status: was active, now paused, so that nothing goes out before you’re ready.',
  );
  expect(text).not.toContain('someone changed it');
  expect(await manager.evaluate(`document.querySelector('a[href$="/${after.id}"]')?.textContent`)).toBe(
    'Open the new sequence in Kit',
  );
  // Two sequences kept out its people. Each is told by itself.
  const excludes = () => JSON.stringify(demo.kit.sequence(SEED.excludes).settings.exclude_subscriber_sources);
  const press = `[...document.querySelectorAll('button')].filter(({ textContent }) => textContent === 'Exclude the new sequence')`;
  await expect.poll(() => manager.evaluate(`${press}.length`)).toBe(2);
  await manager.evaluate(
    `${press}.find((one) => one.closest('li').textContent.includes('Win back')).click()`,
  );
  await expect(manager).toShow('It excludes the new sequence’s subscribers now.');
  expect(excludes()).toContain(String(after.id));
  expect(await manager.evaluate(`${press}.length`)).toBe(1);
});

test('a reload, and the end of the background, in the middle of a restore: one sequence comes of it', async ({
  connected,
  demo,
}) => {
  const manager = await opened(connected, await backupFile(demo, ID));
  const reads = /^\/v4\/sequences\/9\d\d\d\/emails/;
  demo.faults.push({ method: 'GET', path: reads, effect: { kind: 'hang before effect' } });
  await manager.click('Restore sequence');
  await expect(manager).toShow('Comparing the new sequence');
  await manager.reload();
  await expect(manager).toShow('Comparing the new sequence');
  await connected.killBackground();
  await expect(manager).toShow('The sequence is back as a new one');
  expect(madeIn(demo).length).toBe(1);
});

test('a restore that is cancelled offers to remove what it made', async ({ connected, demo }) => {
  const manager = await opened(connected, await backupFile(demo, ID));
  demo.faults.push({ method: 'POST', path: /\/emails$/, skip: 1, effect: { kind: 'delay', ms: 1500 } });
  await manager.click('Restore sequence');
  await expect(manager).toShow('Creating email 2 of 5');
  await manager.click('Cancel restore');
  await expect(manager).toShow('An unfinished sequence is left in Kit.');
  expect(madeIn(demo).length).toBe(1);
  await manager.click('Remove unfinished sequence');
  await expect(manager).toShow('was removed from Kit');
  expect(madeIn(demo).length).toBe(0);
  expect(demo.kit.sequence(ID).deleted).toBe(false);
});

test('Kit refuses the key in the middle: it says so, and goes on once a key is entered anew', async ({
  connected,
  demo,
}) => {
  const manager = await opened(connected, await backupFile(demo, ID));
  demo.faults.push({ method: 'POST', path: /\/emails$/, effect: { kind: 'status', status: 401 } });
  await manager.click('Restore sequence');
  await expect(manager).toShow('Kit didn’t accept your API key.');
  expect(await manager.text()).toContain('Part of the new sequence is in Kit.');
  expect(await manager.enabled('Cancel restore')).toBe(true);
  await manager.click('Reconnect');
  const options = await connected.options();
  await options.click('Connect another account');
  await connectByKey(connected);
  await expect(manager).toShow('The sequence is back as a new one');
  expect(madeIn(demo).length).toBe(1);
});

test('only the account of the backup is asked', async ({ connected, demo }) => {
  const manager = await opened(
    connected,
    await backupFile(demo, ID, { account: { id: SEED.secondAccount, name: 'Second Newsletter' } }),
  );
  await expect(manager).toShow(/This backup belongs to .?Second Newsletter.?, which isn’t connected/);
  expect(await manager.enabled('Restore sequence')).toBe(null);
  await (await connected.options()).close();
  await manager.click('Connect');
  await (await connected.options()).text();
  expect(writes(demo)).toEqual([]);
});

test('the backup of a delete is downloaded and restored from its panel', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await panel.click('Delete sequence');
  await panel.click('Delete now');
  await expect(panel).toShow('The backup is in this browser.');
  await panel.click('Download backup');
  const manager = await connected.manager();
  await connected.downloaded('.zip');
  await expect(manager).toShow('Sequence deleted');
  await manager.click('Restore sequence');
  await expect(manager).toShow('The sequence is back as a new one');
  expect(demo.kit.sequence(SEED.empty).deleted).toBe(true);
});

test('a deleted sequence comes back on another computer, from the file that was downloaded', async ({
  connected,
  demo,
  folder,
  open,
}) => {
  const { panel } = await openPanel(connected, ID);
  await pressDelete(panel, NAME);
  await expect(panel).toShow('The backup is in this browser.');
  await panel.click('Download backup');
  await connected.manager();
  const { file } = await connected.downloaded('.zip');
  await connected.close();
  const other = await open({ proxyPort: demo.proxyPort, folder, neighbours: [] });
  try {
    await connectByKey(other);
    const manager = await opened(other, file);
    await manager.click('Restore sequence');
    await expect(manager).toShow('The sequence is back as a new one');
    const [restored] = madeIn(demo);
    const lost = demo.kit.sequence(ID);
    expect(restored?.settings).toMatchObject({
      ...{ name: NAME, active: false, send_days: lost.settings.send_days },
      ...{ send_hour: lost.settings.send_hour, time_zone: lost.settings.time_zone },
    });
    expect(restored?.emails.map(({ subject, content, published }) => [subject, content, published])).toEqual(
      lost.emailsInOrder.map(({ subject, content, published }) => [subject, content, published]),
    );
  } finally {
    await other.close();
  }
});

/** Restored, with the choice of people open. */
async function choosing(session: BrowserSession, demo: Demo): Promise<Manager> {
  const manager = await opened(session, await backupFile(demo, ID));
  await manager.click('Restore sequence');
  await expect(manager).toShow('The sequence is back as a new one');
  await manager.click('Add subscribers');
  await expect(manager).toShow('1,284 of them active');
  return manager;
}

test('people are added when the name was typed, each is accounted for, and the rest are told in a file', async ({
  connected,
  demo,
}) => {
  const manager = await choosing(connected, demo);
  const [made] = madeIn(demo);
  expect(made?.settings.active).toBe(false);
  const group = 'Everyone who may have had emails to come';
  await pick(manager, group);
  // How many are new enough depends on the time of the day.
  const people = Number(new RegExp(`${group} \\((\\d+)\\)`).exec(await manager.text())?.[1]);
  expect(people).toBeGreaterThan(4);
  expect(await manager.enabled(`Add ${people} subscribers`)).toBe(false);
  expect(await manager.text()).toContain('Sending begins right away.');
  demo.faults.push({
    method: 'POST',
    path: /\/subscribers\/\d+$/,
    skip: 3,
    effect: { kind: 'status', status: 422, body: { errors: ['=Not this one'] } },
  });
  await manager.type('Type the sequence name to confirm', NAME);
  await manager.click(`Add ${people} subscribers`);
  await expect(manager).toShow('Done');
  const text = await manager.text();
  expect(text).toContain(`Done: ${people - 1} of ${people} added`);
  expect(text).toContain('Not accepted by Kit: 1.');
  expect(text).toContain('The sequence is active now, because subscribers were added.');
  expect(made?.settings.active).toBe(true);
  expect(made?.people.count({ state: 'active' })).toBe(people - 1);
  await manager.click('Download who wasn’t added');
  const { file } = await connected.downloaded('.csv');
  const [heading, row, end] = (await file.text()).split('\r\n');
  expect(heading).toBe('Email address,ID in Kit,What happened,Kit’s reason');
  expect(row).toMatch(/@.*,\d+,Not accepted by Kit,'=Not this one$/);
  expect(end).toBe('');
});

test('adding people can be paused, outlasts a reload and the background, and is resumed', async ({
  connected,
  demo,
}) => {
  demo.kit.addSubscribers(ID, 40);
  const manager = await opened(connected, await backupFile(demo, ID));
  await manager.click('Restore sequence');
  await expect(manager).toShow('The sequence is back as a new one');
  await manager.click('Add subscribers');
  await expect(manager).toShow('Who to add');
  await pick(manager, 'Everyone who may have had emails to come');
  await manager.type('Type the sequence name to confirm', NAME);
  const [label] = /Add \d+ subscribers/.exec(await manager.text()) ?? [];
  const people = Number(/\d+/.exec(label ?? ''));
  expect(people).toBeGreaterThan(40);
  demo.faults.push({
    method: 'POST',
    path: /\/subscribers\/\d+$/,
    times: 4,
    effect: { kind: 'delay', ms: 1000 },
  });
  await manager.click(label ?? '');
  await expect
    .poll(() => demo.requests.filter(({ path }) => /\/subscribers\/\d+$/.test(path)).length)
    .toBeGreaterThan(0);
  await manager.click('Pause');
  await expect(manager).toShow(`Paused after 20 of ${people} subscribers.`);
  await connected.killBackground();
  await manager.reload();
  await expect(manager).toShow(`Paused after 20 of ${people} subscribers.`);
  expect(madeIn(demo)[0]?.people.count({ state: 'active' })).toBe(20);
  await manager.click('Resume');
  await expect(manager).toShow('Done');
  expect(await manager.text()).toContain(`Done: ${people} of ${people} added`);
  expect(madeIn(demo)[0]?.people.count({ state: 'active' })).toBe(people);
});

test('nobody is added by a file for Kit’s own import', async ({ connected, demo }) => {
  const manager = await choosing(connected, demo);
  await pick(manager, 'Download a CSV file');
  await manager.click('Download CSV');
  const { file } = await connected.downloaded('.csv');
  // The heading, and the end of the last line.
  expect((await file.text()).split('\r\n')).toHaveLength(1284 + 2);
  expect(madeIn(demo)[0]?.settings.active).toBe(false);
});
