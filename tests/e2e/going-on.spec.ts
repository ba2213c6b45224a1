import { SEED } from '../../demo/seed.ts';
import { addAll, addingSent, madeIn, readyToAdd } from './restoring.ts';
import { connectByKey, expect, test } from './session.ts';

/** What goes on by itself, and what waits for a press. */
const PEOPLE = 30;
const MADE = /^\/v4\/sequences\/9\d{3}$/;
const ADD = /\/subscribers\/\d+$/;

test('adding people that Kit refused goes on with its own account’s reconnection, and with no other', async ({
  connected,
  demo,
}) => {
  const manager = await readyToAdd(connected, demo, PEOPLE);
  // Giving it its name was one.
  const activated = () => demo.requests.filter(({ method, path }) => method === 'PUT' && MADE.test(path));
  const before = activated().length;
  demo.faults.push({ method: 'POST', path: ADD, skip: 21, effect: { kind: 'status', status: 401 } });
  await addAll(manager, PEOPLE);
  await expect(manager).toShow('Kit didn’t accept your API key.');
  const [made] = madeIn(demo);
  const sent = addingSent(demo).length;
  const options = await connected.options();
  await options.click('Connect another account');
  await options.type('API key', `${SEED.secondApiKey}\n`);
  await expect(options).toShow('Connected to Second Newsletter');
  await expect(manager).toShow('Kit didn’t accept your API key.');
  expect(addingSent(demo)).toHaveLength(sent);
  await connectByKey(connected);
  await expect(manager).toShow('Done');
  expect(made?.people.count()).toBe(PEOPLE);
  // A press makes it active, and nothing else does.
  expect(activated()).toHaveLength(before + 1);
});

test('what goes on by itself leaves a pause made in Kit alone, and asks', async ({ connected, demo }) => {
  const manager = await readyToAdd(connected, demo, PEOPLE);
  demo.faults.push({ method: 'POST', path: ADD, skip: 21, effect: { kind: 'status', status: 401 } });
  await addAll(manager, PEOPLE);
  await expect(manager).toShow('Kit didn’t accept your API key.');
  const [made] = madeIn(demo);
  if (!made) throw new Error('Nothing was restored');
  demo.kit.change(made.id, { active: false });
  const there = made.people.count();
  const options = await connected.options();
  await options.click('Connect another account');
  await connectByKey(connected);
  await expect(manager).toShow('The new sequence is paused in Kit');
  expect(made.settings.active).toBe(false);
  expect(made.people.count()).toBe(there);
  await manager.click('Make sequence active');
  await expect(manager).toShow('Done');
  expect(made.settings.active).toBe(true);
  expect(made.people.count()).toBe(PEOPLE);
});
