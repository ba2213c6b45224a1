import type { Demo, Fault } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import {
  type BrowserSession,
  backgroundId,
  deletes,
  expect,
  openPanel,
  openPanelIn,
  pressDelete,
  test,
  type View,
  writes,
} from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';

/** A step that an operation is held at, and what becomes of it when the extension dies there. */
interface Step {
  name: string;
  start(panel: View): Promise<void>;
  faults: Fault[];
  /** The step is reached. */
  reached(demo: Demo, panel: View): Promise<unknown>;
  words: string;
  /** What Kit holds in the end. */
  holds: 'active' | 'paused' | 'gone';
}

const pause = (panel: View) => panel.click('Pause sequence');
const remove = (panel: View) => pressDelete(panel, NAME);
const asked = (method: string, times: number) => (demo: Demo) =>
  expect
    .poll(() => demo.requests.filter((one) => one.method === method && one.path === `/v4/sequences/${ID}`))
    .toHaveLength(times);
const fault = (method: string, effect: Fault['effect'], skip = 0): Fault => ({
  method,
  path: new RegExp(`^/v4/sequences/${ID}$`),
  effect,
  skip,
});

const COUNT_OF_ALL = new RegExp(`^/v4/sequences/${ID}/subscribers\\?status=all(?!.*added_).*per_page=1&`);

// Only an operation asks at this very path: the review asks for the stats too.
const STEPS: Step[] = [
  {
    name: 'pause, checking',
    start: pause,
    faults: [fault('GET', { kind: 'hang before effect' })],
    reached: asked('GET', 1),
    words: 'before anything was sent to Kit',
    holds: 'active',
  },
  {
    name: 'pause, sending, not done yet',
    start: pause,
    faults: [fault('PUT', { kind: 'hang before effect' })],
    reached: asked('PUT', 1),
    words: 'Kit still has the sequence as it was',
    holds: 'active',
  },
  {
    name: 'pause, sending, done',
    start: pause,
    faults: [fault('PUT', { kind: 'hang after effect' })],
    reached: asked('PUT', 1),
    words: 'Everyone keeps their place',
    holds: 'paused',
  },
  {
    name: 'pause, settling',
    start: pause,
    faults: [fault('PUT', { kind: 'drop after effect' }), fault('GET', { kind: 'hang before effect' }, 1)],
    reached: asked('GET', 2),
    words: 'Everyone keeps their place',
    holds: 'paused',
  },
  ...[
    { part: 'the sequence', path: new RegExp(`^/v4/sequences/${ID}\\?include=stats`) },
    { part: 'emails', path: new RegExp(`^/v4/sequences/${ID}/emails\\?`) },
    { part: 'one email', path: new RegExp(`^/v4/sequences/${ID}/emails/\\d+`) },
    { part: 'references', path: /^\/v4\/sequences\?/ },
    { part: 'the count', path: COUNT_OF_ALL },
    { part: 'people', path: new RegExp(`^/v4/sequences/${ID}/subscribers\\?status=all.*per_page=1000`) },
    {
      part: 'the newest people again',
      path: new RegExp(`^/v4/sequences/${ID}/subscribers\\?status=all.*per_page=1000.*added_after`),
    },
  ].map(({ part, path }) => ({
    name: `delete, backing up ${part}`,
    start: remove,
    faults: [{ path, effect: { kind: 'hang before effect' } } satisfies Fault],
    // It was met.
    reached: (demo: Demo) => expect.poll(() => demo.faults).toEqual([]),
    words: 'before anything was sent to Kit',
    holds: 'active' as const,
  })),
  {
    name: 'delete, countdown',
    start: remove,
    faults: [],
    reached: (_, panel) => expect(panel).toShow(/Deleting in/),
    words: 'Your browser stopped Safe Delete before anything was sent',
    holds: 'active',
  },
  {
    name: 'delete, checking',
    start: remove,
    faults: [fault('GET', { kind: 'hang before effect' })],
    reached: asked('GET', 1),
    words: 'before anything was sent to Kit',
    holds: 'active',
  },
  {
    name: 'delete, sending, not done yet',
    start: remove,
    faults: [fault('DELETE', { kind: 'hang before effect' })],
    reached: asked('DELETE', 1),
    words: 'Kit still has the sequence, and nothing has changed',
    holds: 'active',
  },
  {
    name: 'delete, sending, done',
    start: remove,
    faults: [fault('DELETE', { kind: 'hang after effect' })],
    reached: asked('DELETE', 1),
    words: 'Kit deleted the sequence.',
    holds: 'gone',
  },
  {
    name: 'delete, settling',
    start: remove,
    faults: [fault('DELETE', { kind: 'drop after effect' }), fault('GET', { kind: 'hang before effect' }, 1)],
    reached: asked('GET', 2),
    words: 'Kit deleted the sequence.',
    holds: 'gone',
  },
];

function holds({ kit }: Demo): Step['holds'] {
  const { deleted, settings } = kit.sequence(ID);
  if (deleted) return 'gone';
  return settings.active ? 'active' : 'paused';
}

/** Opens a panel, and brings an operation to the step. */
async function bringTo(step: Step, session: BrowserSession, demo: Demo) {
  const { tab, panel } = await openPanel(session, ID);
  // The review counts them too; what is held is meant for the backup.
  await expect.poll(() => demo.requests.some(({ path }) => COUNT_OF_ALL.test(path))).toBe(true);
  demo.faults.push(...step.faults.map((one) => ({ ...one })));
  await step.start(panel);
  await step.reached(demo, panel);
  return { tab, panel };
}

for (const step of STEPS) {
  test(`${step.name}: the background is killed, and the panel says what became of it`, async ({
    connected,
    demo,
  }) => {
    const { panel } = await bringTo(step, connected, demo);
    await connected.killBackground();
    await expect(panel).toShow(step.words);
    expect(holds(demo)).toBe(step.holds);
    expect(deletes(demo).length).toBeLessThanOrEqual(1);
    expect(writes(demo).length).toBeLessThanOrEqual(1);
  });
}

const done = STEPS.find(({ name }) => name === 'delete, sending, done') as Step;
const countdown = STEPS.find(({ name }) => name === 'delete, countdown') as Step;
const checking = STEPS.find(({ name }) => name === 'pause, checking') as Step;

test.describe(() => {
  test.use({ ownBrowser: true });
  for (const step of [checking, countdown, done]) {
    test(`${step.name}: the browser is closed and started again, and the next panel says so`, async ({
      connected,
      demo,
    }) => {
      await bringTo(step, connected, demo);
      await connected.restart();
      const { panel } = await openPanel(connected, ID);
      await expect(panel).toShow(closedWords(step));
      expect(holds(demo)).toBe(step.holds);
      expect(deletes(demo).length).toBeLessThanOrEqual(1);
    });
  }

  test('the connection outlasts the browser', async ({ connected }) => {
    await connected.restart();
    const options = await connected.options();
    await expect(options).toShow('Connected to Juniper Street Letters');
    const { panel } = await openPanel(connected, ID);
    expect(await panel.text()).toContain('1,284 active subscribers');
  });
});

/** Closing a browser closes its panels first: a countdown is then cancelled by that. */
const closedWords = ({ words }: Step) =>
  words === countdown.words ? /Canceled\. Nothing has changed in Kit/ : new RegExp(words);

test('the tab is closed while a DELETE is on its way, and the next panel says what became of it', async ({
  connected,
  demo,
}) => {
  const { tab } = await bringTo(
    { ...done, faults: [fault('DELETE', { kind: 'delay', ms: 1500 })] },
    connected,
    demo,
  );
  await tab.close();
  await expect.poll(() => holds(demo)).toBe('gone');
  const { panel } = await openPanel(connected, ID);
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('the tab is closed in the countdown: nothing is deleted, and the next panel says so', async ({
  connected,
  demo,
}) => {
  const { tab } = await bringTo(countdown, connected, demo);
  await tab.close();
  const { panel } = await openPanel(connected, ID);
  await expect(panel).toShow('Canceled. Nothing has changed in Kit');
  await panel.click('Check again');
  await expect(panel).toShow('1,284 active subscribers');
  expect(writes(demo)).toEqual([]);
});

test('an alarm wakes the background while an outcome is open, and no longer', async ({ connected, demo }) => {
  const { tab, panel } = await openPanel(connected, ID);
  demo.faults.push(
    fault('DELETE', { kind: 'drop after effect' }),
    // The check passes; every look afterwards does not.
    { ...fault('GET', { kind: 'drop before effect' }, 1), times: 99 },
  );
  await remove(panel);
  await expect(panel).toShow('We couldn’t check yet whether Kit did it.');
  await tab.close();
  await connected.killBackground();
  demo.faults.length = 0;
  const page = await connected.extensionPage('/options.html');
  const alarms = () =>
    page.evaluate<string[]>(
      `(globalThis.browser ?? chrome).alarms.getAll().then((all) => all.map(({ name }) => name))`,
    );
  const [name, ...others] = await alarms();
  expect(name).toMatch(/^job\/[0-9a-f-]{36}$/);
  expect(others).toEqual([]);
  // The browser lets it ring in a minute; this rings it now.
  await page.evaluate(`(globalThis.browser ?? chrome).alarms.create('${name}', { when: Date.now() })`);
  await expect.poll(alarms).toEqual([]);
  const { panel: next } = await openPanel(connected, ID);
  await expect(next).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('a background that was killed under a review starts afresh for the next press', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  const killed = await backgroundId(connected);
  expect(killed).not.toBe(null);
  await connected.killBackground();
  expect(await backgroundId(connected)).not.toBe(killed);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  expect(writes(demo).map(({ method, body }) => [method, body])).toEqual([['PUT', { active: false }]]);
});

test('two windows on one sequence show one job and send one DELETE', async ({ connected, demo }) => {
  const { panel: first } = await openPanel(connected, ID);
  const second = await openPanelIn(await connected.newWindow(`/sequences/${ID}`));
  const page = await connected.extensionPage('/options.html');
  expect(
    await page.evaluate(`(globalThis.browser ?? chrome).windows.getAll().then((all) => all.length)`),
  ).toBe(2);
  for (const panel of [first, second]) {
    await panel.click('Delete sequence');
    await panel.type('Type the sequence name to confirm', NAME);
  }
  await second.click('Delete now');
  await expect(first).toShow(/Deleting in/);
  for (const panel of [first, second]) {
    await expect(panel).toShow('Kit deleted the sequence.');
  }
  expect(deletes(demo)).toHaveLength(1);
});
