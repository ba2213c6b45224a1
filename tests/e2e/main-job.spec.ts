import { SEED } from '../../demo/seed.ts';
import { connectByKey, deletes, expect, openPanel, pressDelete, test, writes } from './session.ts';

const WELCOME = 'Welcome series';

test('a wrong key says so and keeps nothing; disconnecting forgets', async ({ session }) => {
  const options = await session.options();
  await options.type('API key', 'kit_wrong_key_0000\n');
  await expect(options).toShow('Kit didn’t accept this key');
  const connected = await connectByKey(session);
  expect(await connected.text()).toContain('with an API key');
  await connected.click('Disconnect');
  await expect(connected).toShow('Disconnected. The key was deleted from this browser.');
});

test('not connected: the panel says so and leads to the options page', async ({ session }) => {
  const { panel } = await openPanel(session, SEED.welcome);
  expect(await panel.text()).toContain('You’re not connected to Kit yet.');
  await (await session.options()).close();
  await panel.click('Connect with Kit');
  await connectByKey(session);
  await expect(panel).toShow('1,284 active subscribers');
});

test('connecting by OAuth, then pausing with a renewed token', async ({ session, demo }) => {
  const options = await session.options();
  await options.click('Connect with Kit');
  await expect(options).toShow('Connected to Juniper Street Letters');
  expect(await options.text()).toContain('by signing in with Kit');
  demo.oauth.expireAccessTokens();
  const { panel } = await openPanel(session, SEED.welcome);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  await options.click('Disconnect');
  await expect(options).toShow('Kit withdrew the access');
  expect(demo.oauth.revokedTokens.length).toBeGreaterThan(0);
});

test('a refused refresh signs out with a sentence, and nothing loops', async ({ session, demo }) => {
  const options = await session.options();
  await options.click('Connect with Kit');
  await expect(options).toShow('Connected to Juniper Street Letters');
  const { panel } = await openPanel(session, SEED.welcome);
  // Nothing of the second wave is left that could be refused before the pause is: this is its last request.
  const all = () => demo.requests.find(({ path }) => path.includes('status=all'));
  await expect.poll(() => all()?.status).toBe(200);
  await expect(panel).toShow('in the last 30 days');
  demo.oauth.revokeEverything();
  const before = demo.requests.length;
  await panel.click('Pause sequence');
  await expect(panel).toShow('Kit signed Safe Delete out.');
  expect(await panel.enabled('Reconnect')).toBe(true);
  await expect(options).toShow('Kit signed Safe Delete out of Juniper Street Letters');
  const tokenRequests = demo.requests.slice(before).filter(({ path }) => path.includes('/oauth/token'));
  expect(tokenRequests).toHaveLength(1);
  await panel.click('Reconnect');
  await expect(panel).toShow('1,284 active subscribers');
});

test('disconnecting while Kit cannot be reached forgets, and says that Kit was not told', async ({
  session,
  demo,
}) => {
  const options = await session.options();
  await options.click('Connect with Kit');
  await expect(options).toShow('Connected to Juniper Street Letters');
  demo.faults.push({ path: /\/oauth\/revoke/, effect: { kind: 'drop before effect' }, times: 9 });
  await options.click('Disconnect');
  await expect(options).toShow('but we couldn’t tell Kit');
  expect(await options.has('API key')).toBe(true);
  demo.faults.length = 0;
});

test('ways in which OAuth ends badly each have their sentence', async ({ session, demo }, { project }) => {
  const options = await session.options();
  const tryTo = async (sentence: string, meanwhile?: () => Promise<void>) => {
    await options.click('Connect with Kit');
    await meanwhile?.();
    await expect(options).toShow(sentence);
  };
  demo.oauth.forgeState = true;
  await tryTo('The answer didn’t belong to this sign-in');
  demo.oauth.forgeState = false;
  demo.oauth.approve = 'refuse';
  await tryTo('Sign-in canceled');
  demo.oauth.approve = 'at once';
  demo.faults.push({
    path: /\/oauth\/token/,
    effect: { kind: 'body', status: 400, body: '{"error":"invalid_grant"}', contentType: 'application/json' },
  });
  await tryTo('Kit withdrew its permission before we could use it');
  demo.faults.push({ path: /\/oauth\/authorize/, effect: { kind: 'drop before effect' }, times: 9 });
  // Firefox leaves its window open on a page that cannot be loaded, and takes its closing for a cancellation.
  if (project.name === 'firefox') await tryTo('If Kit’s page didn’t appear, try again', session.closeSignIn);
  else await tryTo('Kit’s sign-in page couldn’t be loaded');
  demo.faults.length = 0;
  demo.oauth.approve = 'click';
  await tryTo('Sign-in canceled', session.closeSignIn);
  demo.oauth.approve = 'at once';
  demo.kit.acceptsOAuthTokens = false;
  await tryTo('Kit’s API didn’t accept it');
});

test('review: who would be hit, and how', async ({ connected }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  const text = await panel.text();
  for (const words of [
    WELCOME,
    'Active',
    'Connected to Juniper Street Letters',
    'In use',
    '1,284 active subscribers',
    '5 published emails',
    'can’t undo a delete in Kit',
    'Look through your automations',
  ]) {
    expect(text).toContain(words);
  }
});

test('pause and resume send nothing but {active}', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Paused');
  await panel.click('Check again');
  await panel.click('Resume sequence');
  await expect(panel).toShow('Resumed');
  expect(writes(demo).map(({ method, body }) => [method, body])).toEqual([
    ['PUT', { active: false }],
    ['PUT', { active: true }],
  ]);
});

test('delete takes the typed name, counts down, and is done once', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('Delete sequence');
  expect(await panel.enabled('Delete now')).toBe(false);
  await panel.type('Type the sequence name to confirm', 'Welcome');
  expect(await panel.enabled('Delete now')).toBe(false);
  await panel.type('Type the sequence name to confirm', WELCOME);
  await panel.click('Delete now');
  await expect(panel).toShow(/Deleting in [1-5] s/);
  expect(deletes(demo)).toEqual([]);
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(deletes(demo).map(({ status }) => status)).toEqual([204]);
  expect(demo.kit.sequence(SEED.welcome).deleted).toBe(true);
});

test('a name that keyboards do not have is typed plainly, or its ID', async ({ connected, demo }) => {
  demo.kit.rename(SEED.welcome, '\u202eDon’t\u2800wait\u202c — “Ｎｏｗ”');
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  await panel.click('Delete sequence');
  await panel.type('Type the sequence name to confirm', 'don');
  expect(await panel.text()).toContain('This doesn’t match yet.');
  await panel.type('Type the sequence name to confirm', `Don'twait - "Now"`);
  expect(await panel.enabled('Delete now')).toBe(true);
  await tab.close();
  demo.kit.rename(SEED.welcome, '\u2800');
  const { panel: other } = await openPanel(connected, SEED.welcome);
  await other.click('Delete sequence');
  expect(await other.enabled('Delete now')).toBe(false);
  await other.type('Type the sequence ID to confirm', `${SEED.welcome}`);
  await other.click('Delete now');
  await expect(other).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('an empty sequence needs no typed name', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await panel.click('Delete sequence');
  expect(await panel.has('Type the sequence name to confirm')).toBe(false);
  await panel.click('Delete now');
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('cancel in the countdown sends nothing', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await pressDelete(panel, WELCOME);
  await panel.click('Cancel');
  await expect(panel).toShow('Canceled. Nothing has changed in Kit');
  expect(writes(demo)).toEqual([]);
});

test('after a cancel and a reconnection, the new review comes first and asks for the name again', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await pressDelete(panel, WELCOME);
  await panel.click('Cancel');
  await expect(panel).toShow('Canceled. Nothing has changed in Kit');
  demo.kit.addSubscribers(SEED.welcome, 700);
  await panel.click('Check again');
  await expect(panel).toShow('It has 1,984 subscribers now; it had 1,284 when you looked.');
  await panel.click('Delete sequence');
  expect(await panel.enabled('Delete now')).toBe(false);
  await panel.type('Type the sequence name to confirm', WELCOME);
  expect(await panel.enabled('Delete now')).toBe(true);
  demo.kit.addSubscribers(SEED.welcome, 3);
  const options = await connected.options();
  await options.click('Disconnect');
  await connectByKey(connected);
  await expect(panel).toShow('It has 1,987 subscribers now; it had 1,984 when you looked.');
  expect(await panel.enabled('Delete now')).toBe(null);
  expect(writes(demo)).toEqual([]);
});

test('closing the panel in the countdown sends nothing', async ({ connected, demo }) => {
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  await pressDelete(panel, WELCOME);
  await expect(panel).toShow(/Deleting in/);
  await panel.press('Escape');
  await expect.poll(() => tab.panelOpen()).toBe(false);
  const again = await tab.openPanel();
  await expect(again).toShow('Canceled. Nothing has changed in Kit');
  await again.click('Check again');
  // The countdown would be over before a second one is: nothing but its own DELETE may arrive.
  await expect(again).toShow('1,284 active subscribers');
  await pressDelete(again, WELCOME);
  await expect(again).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('a sequence that gained people since the review is not deleted', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  demo.kit.addSubscribers(SEED.welcome, 3);
  await pressDelete(panel, WELCOME);
  await expect(panel).toShow('It has 1,287 subscribers now; it had 1,284 when you looked.');
  expect(writes(demo)).toEqual([]);
  await panel.click('Check again');
  await expect(panel).toShow('1,287 active subscribers');
});

test('a double click is one delete', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await panel.click('Delete sequence');
  await panel.doubleClick('Delete now');
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('two panels on one sequence send one DELETE', async ({ connected, demo }) => {
  const first = await openPanel(connected, SEED.welcome);
  const second = await openPanel(connected, SEED.welcome);
  for (const { panel } of [first, second]) {
    await panel.click('Delete sequence');
    await panel.type('Type the sequence name to confirm', WELCOME);
  }
  await second.panel.click('Delete now');
  await expect(first.panel).toShow(/Deleting in/);
  await expect(second.panel).toShow('Kit deleted the sequence.');
  await expect(first.panel).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('no write while the page shows another account', async ({ connected, demo }) => {
  demo.kit.rename(SEED.second, 'Elsewhere');
  const tab = await connected.kit('/sequences/80');
  await tab.evaluate(`document.querySelector('[data-component="Navigation"]')
    .setAttribute('data-props', JSON.stringify({ userInfo: { id: 2, user_id: 29 } }))`);
  const panel = await tab.openPanel();
  await expect(panel).toShow('the page shows another Kit account, which isn’t connected');
  expect(await panel.enabled('Delete sequence')).toBe(null);
});
