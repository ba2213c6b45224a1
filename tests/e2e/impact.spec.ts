import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, pressDelete, test } from './session.ts';

test('looks unused: nobody is in it, and nothing refers to it', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow('Active subscribers added in the last 30 days: 0');
  const text = await panel.text();
  for (const words of [
    'Looks unused',
    'It has no subscribers that we know of.',
    'No other sequence excludes its subscribers. We couldn’t check automations, Rules, forms, and websites.',
    `apps that use its ID, ${SEED.empty}`,
    'Kit gave no statistics for its emails.',
    'Look through your automations',
    'Look through your Rules',
  ]) {
    expect(text).toContain(words);
  }
  // Of its two emails none is published, so nothing more than the verdict needs is asked.
  expect(demo.requests.filter(({ path }) => path.startsWith('/v4/sequences'))).toHaveLength(4);
});

test('check first: nobody is in it, but another sequence keeps its people out', async ({
  connected,
  demo,
}) => {
  const name = 'Win back <i>quiet</i> readers';
  demo.kit.change(SEED.excludes, {
    name,
    exclude_subscriber_sources: [{ type: 'sequence', ids: [SEED.empty] }],
  });
  const { panel } = await openPanel(connected, SEED.empty);
  const text = await panel.text();
  for (const words of [
    'Check first',
    '1 other sequence excludes its subscribers.',
    'its subscribers can start getting these sequences:',
    name,
  ]) {
    expect(text).toContain(words);
  }
});

test('in use: people have emails to come', async ({ connected, demo }) => {
  demo.kit.addSubscribers(SEED.welcome, 16);
  const { panel } = await openPanel(connected, SEED.welcome);
  const text = await panel.text();
  for (const words of [
    'In use',
    'Pause it instead: everyone keeps their place, and you can resume any time.',
    '1,300 active subscribers',
    'Customer care after a purchase',
    'Win back quiet readers',
  ]) {
    expect(text).toContain(words);
  }
  // The rest fills in, and pausing does not wait for it.
  await expect(panel).toShow('in all, including unconfirmed');
  await expect(panel).toShow(/In use\s+[\d,]+(–[\d,]+)? subscribers are still waiting for emails\./);
  await expect(panel).toShow(/Received every email: [\d,]+/);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
});

test('who is waiting, by name, in two requests more', async ({ connected, demo }) => {
  const week = Date.now() - 7 * 24 * 3_600_000;
  demo.kit.addSubscribers(SEED.welcome, 20, 'active', week, 6 * 3_600_000);
  demo.kit.settle();
  const { panel } = await openPanel(connected, SEED.welcome);
  await expect(panel).toShow('in all, including unconfirmed');
  await expect(panel).toShow('Active subscribers added in the last 24 hours:');
  expect(
    demo.requests.filter(({ path }) => path.includes(`/sequences/${SEED.welcome}/subscribers`)),
  ).toHaveLength(3);
  expect(await panel.text()).not.toContain('@');
  await panel.click('Show who is waiting');
  await expect(panel).toShow(/@[\s\S]*Next: “[\s\S]*Due: /);
  await panel.click('Copy as CSV');
  await expect(panel).toShow('Copied.');
  await panel.click('Hide who is waiting');
  expect(await panel.text()).not.toContain('@');
});

test('check first: all who wait do so for a last email that is far off', async ({ connected, demo }) => {
  const [account] = demo.kit.accounts;
  if (!account) throw new Error('No account');
  const made = Date.now() - 200 * 24 * 3_600_000;
  const settings = { name: 'Kept in', created_at: new Date(made).toISOString() };
  const { id } = demo.kit.addSequence(account, settings);
  demo.kit.addEmail(id, { subject: 'Hello', published: true, delay_value: 0 });
  demo.kit.addEmail(id, { subject: '(empty)', published: true, delay_value: 999 });
  demo.kit.addSubscribers(id, 271, 'active', made, 3_600_000);
  demo.kit.settle();
  const { panel } = await openPanel(connected, id);
  await expect(panel).toShow(
    /Check first\s+271 subscribers are only waiting for “\u2068?\(empty\)\u2069?”, due in 20\d\d or later\./,
  );
});

test('unknown: what could not be read is not taken for nothing', async ({ connected, demo }) => {
  // As often as a read is tried.
  demo.faults.push({ path: /sequences\?per_page/, times: 3, effect: { kind: 'status', status: 500 } });
  const { panel } = await openPanel(connected, SEED.empty);
  await expect(panel).toShow(
    'We couldn’t read all of your other sequences, and one may exclude its subscribers.',
  );
  const text = await panel.text();
  expect(text).toContain('Can’t tell');
  expect(text).not.toContain('Can’t tell yet');
  expect(text).not.toContain('No other sequence excludes');
});

test('unknown: the number of people, and deleting wants the name', async ({ connected, demo }) => {
  demo.faults.push({ path: /status=active/, times: 3, effect: { kind: 'status', status: 500 } });
  const { panel } = await openPanel(connected, SEED.empty);
  const text = await panel.text();
  expect(text).toContain('Can’t tell');
  expect(text).toContain('We couldn’t count its subscribers.');
  await pressDelete(panel, 'Autumn reading list');
  await expect(panel).toShow('Deleting in');
  await panel.click('Cancel');
});
