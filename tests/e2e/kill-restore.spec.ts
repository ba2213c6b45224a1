import type { Demo, Fault } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';
import { type Manager, madeIn, opened, pick } from './restoring.ts';
import { type BrowserSession, deletes, expect, test, writes } from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';
const EMAILS = 5;
/** Few enough for one page, and too many for one batch of 20. */
const PEOPLE = 30;

const HANGS = {
  'not done yet': { kind: 'hang before effect' },
  done: { kind: 'hang after effect' },
} as const satisfies Record<string, Fault['effect']>;
const BOTH: (keyof typeof HANGS)[] = ['not done yet', 'done'];

/** A request that is held at Kit, where the extension then dies. */
interface Held {
  /** What a person does before Kit is asked for it. */
  bring?(manager: Manager, demo: Demo): Promise<unknown>;
  fault: Fault;
  start(manager: Manager): Promise<unknown>;
  /** For so many ms, lists do not show what is new. */
  lag?: number;
}

interface Step extends Held {
  name: string;
  /** What the page says while it looks. */
  meanwhile?: string;
  /** What it ends in, by itself or after the one press that it offers. */
  ends(manager: Manager, demo: Demo): Promise<unknown>;
}

const says = (manager: Manager, words: string) => expect(manager).toShow(words);
const sent = (demo: Demo, method: string, path: RegExp) =>
  writes(demo).filter((one) => one.method === method && path.test(one.path));

const CREATE = /^\/v4\/sequences$/;
const WRITE = /^\/v4\/sequences\/9\d{3}\/emails$/;
const EMAIL = /^\/v4\/sequences\/9\d{3}\/emails\/\d+$/;
const MADE = /^\/v4\/sequences\/9\d{3}$/;
const ADD = /^\/v4\/sequences\/9\d{3}\/subscribers\/\d+$/;

/** Whole, paused, with its own name, and each of its emails once. */
async function isRestored(manager: Manager, demo: Demo): Promise<void> {
  await says(manager, 'The sequence is back as a new one');
  expect(await manager.text()).toContain('Restored');
  expect(await manager.text()).not.toContain('This email isn’t in the backup');
  expect(madeIn(demo)).toHaveLength(1);
  const [made] = madeIn(demo);
  expect(made?.settings).toMatchObject({ name: NAME, active: false });
  const contents = (emails: typeof made) =>
    emails?.emailsInOrder.map(({ subject, content, published }) => [subject, content, published]);
  expect(contents(made)).toEqual(contents(demo.kit.sequence(ID)));
  expect(sent(demo, 'POST', CREATE)).toHaveLength(1);
  expect(sent(demo, 'POST', WRITE)).toHaveLength(EMAILS);
  expect(deletes(demo)).toEqual([]);
}

const restore = (manager: Manager) => manager.click('Restore sequence');

const RESTORING: Step[] = [
  {
    name: 'checking the account',
    fault: { method: 'GET', path: /^\/v4\/account$/, effect: HANGS['not done yet'] },
    start: restore,
    ends: isRestored,
  },
  {
    name: 'making the sequence, done',
    fault: { method: 'POST', path: CREATE, effect: HANGS.done },
    start: restore,
    lag: 4000,
    meanwhile: 'Looking for the new sequence in Kit’s lists',
    ends: isRestored,
  },
  {
    name: 'writing the second email, done',
    fault: { method: 'POST', path: WRITE, skip: 1, effect: HANGS.done },
    start: restore,
    lag: 4000,
    meanwhile: 'whether email 2 of 5 is there',
    ends: isRestored,
  },
  ...BOTH.flatMap((held): Step[] => [
    {
      name: `publishing the second email, ${held}`,
      fault: { method: 'PUT', path: EMAIL, skip: 1, effect: HANGS[held] },
      start: restore,
      ends: isRestored,
    },
    {
      name: `naming, ${held}`,
      fault: { method: 'PUT', path: MADE, effect: HANGS[held] },
      start: restore,
      ends: isRestored,
    },
  ]),
  {
    name: 'comparing the settings',
    fault: { method: 'GET', path: MADE, effect: HANGS['not done yet'] },
    start: restore,
    ends: isRestored,
  },
  {
    name: 'comparing the second email',
    fault: { method: 'GET', path: EMAIL, skip: 1, effect: HANGS['not done yet'] },
    start: restore,
    ends: isRestored,
  },
];

/** A restore that Kit stopped at the second email, and that a person cancelled then. */
async function cancelled(manager: Manager, demo: Demo): Promise<void> {
  demo.faults.push({ method: 'POST', path: WRITE, skip: 1, effect: { kind: 'status', status: 403 } });
  await restore(manager);
  await says(manager, 'Kit doesn’t allow this account to do that.');
  await manager.click('Cancel restore');
  await says(manager, 'An unfinished sequence is left in Kit.');
  expect(madeIn(demo)).toHaveLength(1);
}

const undo = (manager: Manager) => manager.click('Remove unfinished sequence');

/** Removed, and nothing else was. */
async function isRemoved(manager: Manager, demo: Demo, removals: number): Promise<void> {
  await says(manager, 'The unfinished sequence was removed from Kit.');
  expect(madeIn(demo)).toEqual([]);
  expect(demo.kit.sequence(ID).deleted).toBe(false);
  expect(sent(demo, 'POST', CREATE)).toHaveLength(1);
  expect(deletes(demo)).toHaveLength(removals);
}

const UNDOING: Step[] = [
  {
    name: 'looking before the removal',
    bring: cancelled,
    fault: { method: 'GET', path: MADE, effect: HANGS['not done yet'] },
    start: undo,
    ends: (manager, demo) => isRemoved(manager, demo, 1),
  },
  {
    name: 'removing, not done yet',
    bring: cancelled,
    fault: { method: 'DELETE', path: MADE, effect: HANGS['not done yet'] },
    start: undo,
    async ends(manager, demo) {
      await says(manager, 'It’s still in Kit: the answer to its removal didn’t arrive.');
      expect(madeIn(demo)).toHaveLength(1);
      expect(deletes(demo)).toHaveLength(1);
      await undo(manager);
      await isRemoved(manager, demo, 2);
    },
  },
  {
    name: 'removing, done',
    bring: cancelled,
    fault: { method: 'DELETE', path: MADE, effect: HANGS.done },
    start: undo,
    ends: (manager, demo) => isRemoved(manager, demo, 1),
  },
];

/** Restored, and the adding of everybody confirmed up to the last press. */
async function confirmed(manager: Manager, demo: Demo): Promise<void> {
  await restore(manager);
  await isRestored(manager, demo);
  await manager.click('Add subscribers');
  await says(manager, 'Who to add');
  await pick(manager, `Everyone who may have had emails to come (${PEOPLE})`);
  await manager.type('Type the sequence name to confirm', NAME);
}

const add = (manager: Manager) => manager.click(`Add ${PEOPLE} subscribers`);

/** Everybody is in it once, and is accounted for once. */
async function areAdded(manager: Manager, demo: Demo): Promise<void> {
  await says(manager, 'Done');
  const [made] = madeIn(demo);
  expect(madeIn(demo)).toHaveLength(1);
  expect(made?.settings.active).toBe(true);
  expect(made?.people.count()).toBe(PEOPLE);
  expect(new Set(made?.people.blocks.map(({ firstId }) => firstId)).size).toBe(PEOPLE);
  const text = await manager.text();
  const [, added = 0] = /Done: (\d+) of/.exec(text) ?? [];
  const [, already = 0] = /Already in it: (\d+)\./.exec(text) ?? [];
  expect(Number(added) + Number(already)).toBe(PEOPLE);
}

const ADDING: Step[] = BOTH.flatMap((held): Step[] => [
  {
    name: `making it active to add people, ${held}`,
    bring: confirmed,
    fault: { method: 'PUT', path: MADE, effect: HANGS[held] },
    start: add,
    async ends(manager, demo) {
      // Whoever pressed may be gone by now: it is not made active without another press.
      if (held === 'not done yet') {
        await says(manager, 'The new sequence is paused in Kit');
        expect(madeIn(demo)[0]?.settings.active).toBe(false);
        await manager.click('Make sequence active');
      }
      await areAdded(manager, demo);
    },
  },
  {
    name: `adding somebody of the second batch, ${held}`,
    bring: confirmed,
    fault: { method: 'POST', path: ADD, skip: 22, effect: HANGS[held] },
    start: add,
    async ends(manager, demo) {
      await areAdded(manager, demo);
      // The first batch was written down: only those of the second are sent again.
      expect(sent(demo, 'POST', ADD).length).toBeLessThanOrEqual(20 + 2 * (PEOPLE - 20));
    },
  },
]);

const STEPS = [...RESTORING, ...UNDOING, ...ADDING];

/** The page of a backup of a small sequence, with what the step needs done, and the step held at Kit. */
async function bringTo(step: Held, session: BrowserSession, demo: Demo): Promise<Manager> {
  const manager = await openedSmall(session, demo);
  await step.bring?.(manager, demo);
  demo.kit.odd.listLagMs = step.lag ?? 0;
  demo.faults.push({ ...step.fault });
  await step.start(manager);
  await isHeld(demo);
  return manager;
}

async function openedSmall(session: BrowserSession, demo: Demo): Promise<Manager> {
  demo.kit.setSubscribers(ID, { active: PEOPLE });
  demo.kit.settle();
  return opened(session, await backupFile(demo, ID));
}

/** Every fault was met. */
const isHeld = (demo: Demo) => expect.poll(() => demo.faults.length).toBe(0);

for (const step of STEPS) {
  test(`${step.name}: the background is killed, and the page comes to the right end`, async ({
    connected,
    demo,
  }) => {
    const manager = await bringTo(step, connected, demo);
    await connected.killBackground();
    if (step.meanwhile !== undefined) await says(manager, step.meanwhile);
    await step.ends(manager, demo);
  });
}

const RESTARTED = [
  'making the sequence, done',
  'publishing the second email, done',
  'removing, done',
  'adding somebody of the second batch, done',
];

test.describe(() => {
  test.use({ ownBrowser: true });
  for (const step of STEPS.filter(({ name }) => RESTARTED.includes(name))) {
    test(`${step.name}: the browser is closed and started again, and the next page comes to the right end`, async ({
      connected,
      demo,
    }) => {
      const before = await bringTo(step, connected, demo);
      const hash = await before.evaluate<string>('location.hash');
      await connected.restart();
      await step.ends(await connected.manager(hash), demo);
    });
  }
});

// Only a look six minutes later tells that it was never made, and nothing is sent again before that.
test('making the sequence, not done yet: none is made meanwhile, and one may cancel', async ({
  connected,
  demo,
}) => {
  const manager = await bringTo(
    { fault: { method: 'POST', path: CREATE, effect: HANGS['not done yet'] }, start: restore },
    connected,
    demo,
  );
  await connected.killBackground();
  await says(manager, 'Looking for the new sequence in Kit’s lists, which can take six minutes');
  const looks = () =>
    demo.requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/v4/sequences?')).length;
  await expect.poll(looks).toBeGreaterThan(2);
  await manager.click('Cancel restore');
  await says(manager, 'An answer from Kit didn’t arrive, so an unfinished sequence may be left there.');
  const before = looks();
  await undo(manager);
  await expect.poll(looks).toBeGreaterThan(before);
  await connected.killBackground();
  await says(manager, 'Looking for the new sequence in Kit’s lists');
  expect(madeIn(demo)).toEqual([]);
  expect(writes(demo)).toHaveLength(1);
});

test('writing the second email, not done yet: it is not sent again meanwhile, and what was made can be removed', async ({
  connected,
  demo,
}) => {
  const manager = await bringTo(
    { fault: { method: 'POST', path: WRITE, skip: 1, effect: HANGS['not done yet'] }, start: restore },
    connected,
    demo,
  );
  await connected.killBackground();
  await says(manager, 'whether email 2 of 5 is there, which can take six minutes');
  const looks = () =>
    demo.requests.filter(({ method, path }) => method === 'GET' && /\/sequences\/9\d{3}\/emails\?/.test(path))
      .length;
  await expect.poll(looks).toBeGreaterThan(2);
  expect(sent(demo, 'POST', WRITE)).toHaveLength(2);
  await manager.click('Cancel restore');
  await says(manager, 'An unfinished sequence is left in Kit.');
  await undo(manager);
  await isRemoved(manager, demo, 1);
});

for (const held of BOTH) {
  test(`adding people to a sequence that can be repeated, ${held}: nobody is sent twice, and it is said who is not known`, async ({
    connected,
    demo,
  }) => {
    demo.kit.change(ID, { repeat: true });
    const step: Held = {
      bring: confirmed,
      fault: { method: 'POST', path: ADD, skip: 6, effect: HANGS[held] },
      start: add,
    };
    const manager = await bringTo(step, connected, demo);
    await connected.killBackground();
    await says(manager, 'Done');
    expect(await manager.text()).toContain('Done: 10 of 30 added');
    expect(await manager.text()).toContain('Unknown, because Kit didn’t give a clear answer: 20.');
    const asked = sent(demo, 'POST', ADD).map(({ path }) => path);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test(`excluding the new sequence elsewhere, ${held}: the page says so, and a second press ends it`, async ({
    connected,
    demo,
  }) => {
    const excludes = new RegExp(`^/v4/sequences/${SEED.excludes}$`);
    const others = () => demo.kit.sequence(SEED.excludes).settings.exclude_subscriber_sources;
    const press = (manager: Manager) =>
      manager.evaluate(
        `[...document.querySelectorAll('button')].find((one) => one.textContent === 'Exclude the new sequence'
          && one.closest('li').textContent.includes(${JSON.stringify(demo.kit.sequence(SEED.excludes).settings.name)})).click()`,
      );
    const step: Held = {
      async bring(manager) {
        await restore(manager);
        await isRestored(manager, demo);
        await says(manager, 'Exclude the new sequence');
      },
      fault: { method: 'PUT', path: excludes, effect: HANGS[held] },
      start: press,
    };
    const manager = await bringTo(step, connected, demo);
    await connected.killBackground();
    await says(manager, 'Safe Delete isn’t answering.');
    await press(manager);
    await says(manager, 'It excludes the new sequence’s subscribers now.');
    const ids = others().flatMap(({ type, ids }) => (type === 'sequence' ? ids : []));
    expect(ids.filter((id) => id === madeIn(demo)[0]?.id)).toHaveLength(1);
    expect(sent(demo, 'PUT', excludes)).toHaveLength(held === 'done' ? 1 : 2);
  });
}
