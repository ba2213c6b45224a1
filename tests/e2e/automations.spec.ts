import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { type BrowserSession, expect, openPanel, openPanelIn, test } from './session.ts';

const SETTING = 'Read my automations and rules';

async function optIn(session: BrowserSession): Promise<void> {
  const options = await session.options();
  await options.tick(SETTING);
  await expect
    .poll(async () =>
      (await session.extensionPage('/options.html')).evaluate(
        `(globalThis.browser ?? chrome).storage.local.get('automations').then((kept) => kept.automations)`,
      ),
    )
    .toBe(true);
}

/** Counts how often Kit's pages of automations and Rules are loaded. */
function watchPages(demo: Demo): { loads: number } {
  const seen = { loads: 0 };
  const run = () => {
    seen.loads += 1;
  };
  demo.faults.push({ path: /^\/(automations|rules)/, times: 1_000, effect: { kind: 'hook', run } });
  return seen;
}

test('unless somebody switched it on, no page of automations or Rules is loaded', async ({
  connected,
  demo,
}) => {
  const pages = watchPages(demo);
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow('Active subscribers added in the last 30 days: 0');
  await expect(panel).toShow('Looks unused');
  await expect(panel).toShow('We couldn’t check automations, Rules, forms, and websites.');
  expect(pages.loads).toBe(0);
});

test('the automations that use the sequence are named', async ({ connected, demo }) => {
  await optIn(connected);
  const birthday = demo.kit.accounts[0]?.automations.find(({ id }) => id === 503);
  if (!birthday) throw new Error('The seed has changed');
  birthday.name = 'Birthday <i>note</i>';
  birthday.nodes.push({ id: 8, name: 'Reading list', resource_type: 'Sequence', resource_id: SEED.empty });
  const pages = watchPages(demo);
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow('update these automations yourself:');
  for (const words of ['Check first', '1 Visual Automation uses it.', 'Birthday <i>note</i> (not live)']) {
    await expect(panel).toShow(words);
  }
  expect(await panel.text()).not.toContain('Workshop guests');
  // The list, each of the three, and the Rules.
  await expect.poll(() => pages.loads).toBe(5);

  const { panel: welcome } = await openPanel(connected, SEED.welcome);
  await expect(welcome).toShow('2 Visual Automations use it.');
  await expect(welcome).toShow('New reader path (live)');
  await expect(welcome).toShow('Workshop guests (live)');
});

test('none of them uses it: only then it is safe', async ({ connected }) => {
  await optIn(connected);
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow('None of the automations on Kit’s page uses it.');
  await expect(panel).toShow('Looks unused');
  await expect(panel).toShow('None of the Rules on Kit’s page uses it.');
  await expect(panel).toShow('We couldn’t check forms and websites.');
});

test('the Rules that use the sequence are named, with what they do', async ({ connected, demo }) => {
  await optIn(connected);
  const [, guests] = demo.kit.accounts[0]?.rules ?? [];
  if (!guests) throw new Error('The seed has changed');
  guests.name = 'Guests <i>leave</i>';
  guests.triggers.push({ resource_type: 'Sequence', resource_id: SEED.empty });
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow('update these Rules yourself:');
  for (const words of ['Check first', '1 Rule uses it.', 'Guests <i>leave</i> (triggered by it, live)']) {
    await expect(panel).toShow(words);
  }
  expect(await panel.text()).not.toContain('Sign-up starts the welcome');

  const { panel: welcome } = await openPanel(connected, SEED.welcome);
  await expect(welcome).toShow('Sign-up starts the welcome (changes who’s in it, live)');
});

const ODD_RULES: [string, Demo['faults'][number]['effect'], string][] = [
  [
    'led to billing',
    { kind: 'redirect', location: '/account_settings/billing' },
    'your plan may not have Rules',
  ],
  ['a refusal', { kind: 'status', status: 403, body: '<p>No' }, 'Kit didn’t show its Rules page'],
  ['another markup', { kind: 'body', body: '<h1>Rules', contentType: 'text/html' }, 'looks different'],
];
test('a page of Rules that is not as expected leaves them unchecked, and says so', async ({
  connected,
  demo,
}) => {
  await optIn(connected);
  const tab = await connected.kit(`/sequences/${SEED.empty}`);
  for (const [name, effect, why] of ODD_RULES) {
    demo.faults.push({ path: /^\/rules$/, times: 5, effect });
    const panel = await openPanelIn(tab);
    await expect(panel, name).toShow('We couldn’t check your Rules: ');
    await expect(panel, name).toShow('None of the automations on Kit’s page uses it.');
    for (const words of [why, 'Looks unused', 'We couldn’t check Rules, forms, and websites.']) {
      await expect(panel, name).toShow(words);
    }
    expect(await panel.text(), name).not.toContain('None of the Rules');
    demo.faults.length = 0;
    await tab.goto(`/sequences/${SEED.empty}`);
  }
});

test('a page that cannot be read is said to be unread', async ({ connected, demo }) => {
  await optIn(connected);
  demo.faults.push({ path: /^\/automations\/503$/, effect: { kind: 'status', status: 500 } });
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow('We couldn’t read all of your automations, and one may use it.');
  await expect(panel).toShow('Can’t tell');
  expect(await panel.text()).not.toContain('None of the automations');
});

const BROKEN: [string, Demo['faults'][number]['effect'], string][] = [
  [
    'a login page',
    { kind: 'redirect', location: '/users/login?return_to=%2Fautomations' },
    'another page instead of your automations',
  ],
  ['a refusal', { kind: 'status', status: 403, body: '<p>No' }, 'Kit didn’t show its automations page'],
  ['a fault', { kind: 'status', status: 500 }, 'Kit didn’t show its automations page'],
  ['no HTML', { kind: 'body', body: '{"automations":[]}' }, 'looks different'],
  [
    'a page without data',
    { kind: 'body', body: '<h1>Automations', contentType: 'text/html' },
    'looks different',
  ],
  ['a broken connection', { kind: 'drop before effect' }, 'didn’t load in time'],
];
test('a list that cannot be read is never taken for an empty one', async ({ connected, demo }) => {
  await optIn(connected);
  const tab = await connected.kit(`/sequences/${SEED.empty}`);
  for (const [name, effect, words] of BROKEN) {
    // A browser may try once more where the connection broke.
    const fault = { path: /^\/automations$/, times: 5, effect };
    demo.faults.push(fault);
    const panel = await openPanelIn(tab);
    await expect(panel, name).toShow('We couldn’t read all of your automations');
    await expect(panel, name).toShow(words);
    await expect(panel, name).toShow('Can’t tell');
    expect(await panel.text(), name).not.toContain('None of the automations');
    demo.faults.length = 0;
    await tab.goto(`/sequences/${SEED.empty}`);
  }
});

test('at most two at once, and nothing more once the panel closes', async ({ connected, demo }) => {
  await optIn(connected);
  demo.faults.push({ path: /^\/automations\/50[12]$/, times: 2, effect: { kind: 'hang before effect' } });
  const { tab, panel } = await openPanel(connected, SEED.empty);
  await expect.poll(() => demo.faults.length).toBe(0);
  const pages = watchPages(demo);
  expect(await panel.text()).toMatch(/Can’t tell yet[\s\S]*Checking where it’s used…/);
  await panel.press('Escape');
  await expect.poll(() => tab.panelOpen()).toBe(false);
  // The third would have its turn now, had the reading gone on.
  await connected.kit(`/sequences/${SEED.welcome}`);
  expect(pages.loads).toBe(0);
});

test('where no page of Kit is around the panel, nothing is read', async ({ connected, demo }) => {
  await optIn(connected);
  const pages = watchPages(demo);
  const options = await connected.extensionPage('/options.html');
  await options.evaluate(`void (location.href = '/panel.html#/sequences/${SEED.empty}')`);
  const alone = await connected.extensionPage('/panel.html');
  await expect
    .poll(() => alone.evaluate(`document.body.innerText`))
    .toContain('To check automations and Rules, open the sequence in Kit and press Safe delete there.');
  expect(pages.loads).toBe(0);
});

test('what is read is what whoever is signed in to Kit sees, and only of the right account', async ({
  connected,
  demo,
}) => {
  await optIn(connected);
  const options = await connected.options();
  await options.click('Connect another account');
  await options.type('API key', `${SEED.secondApiKey}\n`);
  await expect(options).toShow('Connected to Second Newsletter');
  const tab = await connected.kit(`/sequences/${SEED.empty}`);
  const pages = watchPages(demo);
  expect(
    await tab.evaluate(
      `fetch('/account_users/${SEED.secondAccount}/switch', { method: 'POST' }).then(({ ok }) => ok)`,
    ),
  ).toBe(true);
  // This page still shows the first account, while Kit would now give the second one's automations.
  const stale = await openPanelIn(tab);
  await expect(stale).toShow('shows another account.');
  expect(await stale.text()).not.toContain('None of the automations');
  expect(pages.loads).toBe(2);
  const { panel } = await openPanel(connected, SEED.second);
  await expect(panel).toShow('None of the automations on Kit’s page uses it.');
  // Its plan has no Rules.
  await expect(panel).toShow('We couldn’t check your Rules: ');
  // Now the page tells that it is another account's.
  const loads = pages.loads;
  const { panel: foreign } = await openPanel(connected, SEED.empty);
  await expect(foreign).toShow('automations page shows another account.');
  expect(pages.loads).toBe(loads);
});
