import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Kit as EmbeddedKit, Odd } from '../../demo/kit/kit.ts';
import { SEED } from '../../demo/seed.ts';
import { RESTORE_DEADLINE } from './definition.ts';
import { LISTS_LAG } from './reconcile.ts';
import { creating, type Fault, setUp, writing } from './testing/fake-world.ts';
import { contentsFrom } from './testing/fakes.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const ODD: Partial<Odd>[] = [
  {},
  { nullPositions: true, listsLackContent: true, nullContent: 'keeps', onlyFirstAtOnce: true },
  { listLagMs: 5 * 60_000, hourDays: 'kept' },
  { nullPositions: true, listLagMs: 5 * 60_000, listsLackContent: true, hourDays: 'dropped' },
];

/** A sequence of every kind of email, of which Kit's rules say something. */
function rich(kit: EmbeddedKit): void {
  const { settings } = kit.sequence(SEED.welcome);
  Object.assign(settings, {
    hold: true,
    repeat: true,
    send_days: ['monday', 'thursday'],
    send_hour: 14,
    email_address: 'post@juniperstreet.example',
    exclude_subscriber_sources: [
      { type: 'tag', ids: [21, 22] },
      { type: 'sequence', ids: [84] },
    ],
  });
  kit.addEmail(SEED.welcome, { subject: 'By hours', delay_unit: 'hours', delay_value: 6, published: true });
  kit.addEmail(SEED.welcome, { subject: 'On Mondays', send_days: ['monday'], content: '<p>{{ x }}</p>' });
  kit.addEmail(SEED.welcome, { subject: 'Twin', published: true, email_template_id: 38 });
  kit.addEmail(SEED.welcome, { subject: 'Twin', published: true, email_template_id: 38 });
}

describe.each(ODD)('Kit with the rules %j', (odd) => {
  test('a restored sequence is as it was, but for what is named', async () => {
    const { contents, start, reach, made, kit, violations } = await setUp(odd, SEED.welcome, rich);
    await start();
    const { made: found, comparison, leftOut, losses } = await reach('done');
    expect(made()).toHaveLength(1);
    expect(comparison?.different).toEqual([
      { email: null, field: 'active', why: { kind: 'paused' }, was: 'true', is: 'false' },
    ]);
    expect(leftOut).toEqual([]);
    expect(losses.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['ids', 'automations', 'people', 'paused']),
    );
    // The comparison is itself compared, field by field, once the lists show all of it.
    vi.setSystemTime(Date.now() + LISTS_LAG);
    const again = await contentsFrom(kit, found?.sequenceId ?? 0);
    const bare = (one: object, names: string[]) =>
      Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name)));
    const own = ['id', 'created_at', 'updated_at', 'subscriber_count', 'stats', 'active'];
    expect(bare(again.sequence, own)).toEqual(bare(contents.sequence, own));
    const ids = ['id', 'sequence_id'];
    expect(again.emails.map((one) => bare(one, ids))).toEqual(contents.emails.map((one) => bare(one, ids)));
    expect(again.people).toEqual([]);
    expect(violations).toEqual([]);
  });

  test.each(['lost before', 'lost after'] as const)(
    'replies %s their effect make no second one',
    async (fate) => {
      const { start, reach, made, faults, contents } = await setUp(odd, SEED.welcome, rich);
      faults.push((request) => (creating(request) ? fate : undefined));
      // The first request for each email; where nothing came of it, there is a second one.
      let sent = 0;
      const lose: Fault = (request) => {
        if (!writing(request)) return undefined;
        sent += 1;
        const isLost = fate === 'lost after' || sent % 2 === 1;
        if (isLost) faults.push(lose);
        return isLost ? fate : undefined;
      };
      faults.push(lose);
      await start();
      const { comparison } = await reach('done');
      expect(sent).toBe(contents.emails.length * (fate === 'lost after' ? 1 : 2));
      expect(made()).toHaveLength(1);
      expect(made()[0]?.emailsInOrder.map(({ subject }) => subject)).toEqual(
        contents.emails.map(({ subject }) => subject),
      );
      expect(comparison?.different.map(({ field }) => field)).toEqual(['active']);
    },
  );
});

test('a lost reply is waited for as long as the lists lag, and only then made again', async () => {
  const { start, reach, faults, asked, made, rows } = await setUp({ listLagMs: 5 * 60_000 });
  const before = Date.now();
  faults.push((request) => (creating(request) ? 'lost before' : undefined));
  await start();
  await reach('done');
  expect(Date.now() - before).toBeGreaterThanOrEqual(LISTS_LAG);
  expect(asked.filter((one) => one === 'POST /v4/sequences')).toHaveLength(2);
  expect(asked.filter((one) => one === 'GET /v4/sequences').length).toBeLessThan(30);
  expect(rows.map(({ state }) => state.step)).toContain('finding');
  expect(made()).toHaveLength(1);
});

test('what Kit refuses is left out once, and said', async () => {
  const { start, reach } = await setUp({ templates: [99] }, SEED.welcome, rich);
  await start();
  const { leftOut, comparison } = await reach('done');
  const messages = ['Email template not found'];
  expect(leftOut[0]).toEqual({
    email: null,
    fields: ['email_address', 'email_template_id', 'exclude_subscriber_sources'],
    messages,
  });
  expect(leftOut.slice(1)).toEqual(
    [7, 8].map((email) => ({ email, fields: ['email_template_id'], messages })),
  );
  expect(comparison?.different).toContainEqual({
    ...{ email: 7, field: 'email_template_id', was: '38', is: 'null' },
    why: { kind: 'refused', messages },
  });
});

test('a plan that takes no further sequence stops it with nothing made, and a person can try again', async () => {
  const { start, reach, made, held, resume, retry, browser } = await setUp({ full: true });
  await start();
  expect(await reach('blocked')).toMatchObject({
    state: { problem: { kind: 'forbidden' }, before: { step: 'creating' }, transient: false },
    made: null,
  });
  expect(made()).toEqual([]);
  expect(browser.alarms.size).toBe(0);
  await resume();
  held.odd.full = false;
  expect(made()).toEqual([]);
  await retry();
  await reach('done');
  expect(made()).toHaveLength(1);
});

test('without a connection it goes on by itself for a day, and then when a person wants it to', async () => {
  const { start, reach, resume, retry, ring, faults, asked, rows, browser } = await setUp();
  const offline: Fault = () => {
    faults.push(offline);
    return 'lost before';
  };
  faults.push(offline);
  const begun = Date.now();
  await start();
  expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'unreachable' }, transient: true });
  const tried = asked.length;
  const pauses: number[] = [];
  while (browser.alarms.size > 0) {
    pauses.push(([...browser.alarms.values()][0] ?? 0) - Date.now());
    const told = rows.length;
    await ring();
    await vi.waitFor(() => expect(rows.slice(told).at(-1)?.state.step).toBe('blocked'), { interval: 1 });
    await vi.waitFor(() => expect(asked.length).toBe(tried + pauses.length), { interval: 1 });
  }
  expect(pauses.slice(0, 7).map((pause) => Math.round(pause / 60_000))).toEqual([1, 1, 2, 5, 10, 15, 15]);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(15 * 60_000);
  expect(Date.now() - begun).toBeGreaterThan(RESTORE_DEADLINE);
  expect(Date.now() - begun).toBeLessThan(RESTORE_DEADLINE + 16 * 60_000);
  expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'overdue' }, transient: false });
  const triedInAll = asked.length;
  await resume();
  expect(asked.length).toBe(triedInAll);
  faults.length = 0;
  rows.length = 0;
  await retry();
  await reach('done');
});

test('it wakes the background as long as it is open, and not after that', async () => {
  const { start, reach, faults, browser } = await setUp();
  const alarms: string[][] = [];
  faults.push(() => {
    alarms.push([...browser.alarms.keys()]);
    return undefined;
  });
  await start();
  const { id } = await reach('done');
  expect(alarms.length).toBeGreaterThan(5);
  for (const names of alarms) expect(names).toEqual([`job/${id}`]);
  expect(browser.alarms.size).toBe(0);
});

test('each refusal names its reason, and nothing is asked', async () => {
  const { start, startFor, disconnect, asked, loseBackup } = await setUp();
  const foreign = await startFor(SEED.secondAccount);
  expect(foreign).toMatchObject({ ok: false, problem: { kind: 'foreign account', account: { id: 1 } } });
  disconnect();
  expect(await start()).toMatchObject({ problem: { kind: 'not connected' } });
  loseBackup();
  expect(await start()).toMatchObject({ problem: { kind: 'backup gone' } });
  expect(asked).toEqual([]);
});

test('an edited backup is refused before anything is asked', async () => {
  const { start, reach, asked, editBackup } = await setUp();
  editBackup();
  await start();
  expect((await reach('refused')).state).toEqual({ step: 'refused', why: { kind: 'backup damaged' } });
  expect(asked).toEqual([]);
});

test('a backup that is thrown away on the way stops it, and what was made can still be found', async () => {
  const { start, reach, stop, undo, faults, loseBackup, made } = await setUp();
  faults.push(async (request) => {
    if (!writing(request)) return undefined;
    loseBackup();
    await stop();
    return 'lost before';
  });
  await start();
  await reach('cancelled');
  await undo();
  const kept = { kind: 'problem', problem: { kind: 'backup gone' } };
  await vi.waitFor(async () => expect((await reach('cancelled')).state).toMatchObject({ kept }));
  expect(made()).toHaveLength(1);
});

test('two clicks are one restore', async () => {
  const { start, reach, made } = await setUp();
  const [one, other] = await Promise.all([start(), start()]);
  expect(one).toEqual(other);
  await reach('done');
  expect(made()).toHaveLength(1);
});
