import { challenge, type Demo, nullAt, proxyNotFound } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { deletes, expect, openPanel, pressDelete, test } from './session.ts';

const DELETE = { method: 'DELETE', path: /sequences\/82/ };

for (const [name, effect] of [
  ['the 404 page of a proxy', proxyNotFound()],
  ['a challenge', challenge()],
] as const) {
  test(`a delete that meets ${name} is not called done, and not refused by Kit`, async ({
    connected,
    demo,
  }) => {
    const { panel } = await openPanel(connected, SEED.empty);
    demo.faults.push({ ...DELETE, effect });
    await pressDelete(panel, null);
    await expect(panel).toShow('Something between you and Kit answered');
    expect(await panel.text()).toContain('Kit still has the sequence');
    expect(demo.faults).toEqual([]);
    expect(deletes(demo)).toHaveLength(1);
    expect(demo.kit.sequence(SEED.empty).deleted).toBe(false);
  });
}

test('a proxy that answers for Kit does not make the sequence gone', async ({ connected, demo }) => {
  demo.faults.push({ path: /sequences\/80\?/, effect: proxyNotFound() });
  const { panel } = await openPanel(connected, SEED.welcome);
  expect(await panel.text()).toContain('Something between you and Kit answered');
  expect(await panel.text()).not.toContain('no such sequence');
});

test('a null where the contract knows none costs neither the review nor the backup', async ({
  connected,
  demo,
}) => {
  const counts = nullAt('sequence.email_count', 'sequence.subscriber_count');
  demo.faults.push(
    { path: /v4.*emails\?/, times: 99, effect: nullAt('emails.0.subject') },
    { method: 'GET', path: /v4\/sequences\/82(\?|$)/, times: 99, effect: counts },
  );
  const { panel } = await openPanel(connected, SEED.empty);
  expect(await panel.text()).not.toContain('could not be');
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(await panel.text()).toContain('The backup is in this browser');
});

test('emails that are more than 10 MB together, and people with much in their fields, are backed up', async ({
  connected,
  demo,
}) => {
  const picture = `<img src="data:image/png;base64,${'A'.repeat(3_000_000)}">`;
  for (let index = 0; index < 4; index += 1) {
    demo.kit.addEmail(SEED.empty, { subject: `Picture ${index}`, content: picture });
  }
  const notes = 'y'.repeat(60_000);
  for (let index = 0; index < 200; index += 1) demo.kit.addSubscriber(SEED.empty, { fields: { notes } });
  const { name } = demo.kit.sequence(SEED.empty).settings;
  const { panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, name);
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(await panel.text()).toContain('The backup is in this browser');
});

/** Somebody rewrites an email in Kit and publishes it. */
function rewrite(demo: Demo, sequenceId: number): string {
  const [email] = demo.kit.sequence(sequenceId).emails;
  if (!email) throw new Error('There is no email');
  Object.assign(email, { content: '<p>Rewritten meanwhile</p>', published: true });
  return email.subject ?? '';
}

test('an email that is rewritten while the backup runs stops the delete, which names it', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  // The people come last, when the emails are in the backup.
  demo.faults.push({
    path: /subscribers\?status=all.*per_page=1000/,
    effect: { kind: 'hang before effect' },
  });
  await pressDelete(panel, 'Welcome series');
  await expect.poll(() => demo.faults).toEqual([]);
  const subject = rewrite(demo, SEED.welcome);
  await expect(panel).toShow('Not deleted');
  expect(await panel.text()).toContain(subject);
  expect(await panel.text()).toContain('has changed since the backup');
  expect(deletes(demo)).toEqual([]);
});

test('an email that is rewritten in the countdown stops the delete, which names it', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await pressDelete(panel, 'Welcome series');
  await expect(panel).toShow(/Deleting in/);
  const subject = rewrite(demo, SEED.welcome);
  await expect(panel).toShow('Not deleted');
  expect(await panel.text()).toContain(subject);
  expect(await panel.text()).toContain('has changed since the backup');
  expect(deletes(demo)).toEqual([]);
});
