import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fetchFrom } from '../../demo/in-process.ts';
import type { Kit as EmbeddedKit, Odd } from '../../demo/kit/kit.ts';
import { SEED, seededKit } from '../../demo/seed.ts';
import type { BackupReader } from '../backup/backup.ts';
import { memoryRows } from '../journal/fakes.ts';
import type { Budget } from '../kit/budget.ts';
import { createKit } from '../kit/client.ts';
import { ok } from '../result.ts';
import { BACKUP, contentsOf, readerOf } from './fakes.ts';
import { LISTS_LAG } from './looking.ts';
import { hasEnded, type Restore, type RestoreState } from './restore.ts';
import { createRestores, PATIENCE, type Surroundings } from './restores.ts';

/** What happens to a request: it is lost before or after its effect, or something else is answered. */
type Fault = (request: Request) => 'lost before' | 'lost after' | Response | undefined;
const unlimited: Budget = { turn: async () => ok(null), refused: () => undefined };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The extension's own code on the embedded Kit. Time passes only in pauses. */
async function setUp(
  odd: Partial<Odd> = {},
  id: number = SEED.welcome,
  prepare?: (kit: EmbeddedKit) => void,
) {
  const held = seededKit();
  held.limits.key = 1_000_000;
  prepare?.(held);
  Object.assign(held.odd, odd);
  const violations: string[] = [];
  const serve = fetchFrom(held, violations);
  const faults: Fault[] = [];
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    for (const fault of [...faults]) {
      const fate = fault(request);
      if (fate === undefined) continue;
      faults.splice(faults.indexOf(fault), 1);
      if (fate instanceof Response) return fate;
      if (fate === 'lost after') await serve(request);
      throw new TypeError('Failed to fetch');
    }
    return serve(request);
  };
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) },
    { fetch, budget: unlimited, sleep: async () => undefined },
  );
  vi.setSystemTime(Date.now() + LISTS_LAG);
  const contents = await contentsOf(kit, id, [
    { id: SEED.excludes, name: 'Win back quiet readers' },
    { id: 99, name: 'Customer care after a purchase' },
  ]);
  let reader: BackupReader | null = await readerOf(contents);
  const { journal } = memoryRows<Restore, string>(
    ({ backupId }) => backupId,
    ({ state }) => hasEnded(state),
  );
  const watched: boolean[] = [];
  const around: Surroundings = {
    journal,
    kit: () => kit,
    accounts: async () => [{ id: SEED.account, name: 'Juniper' }],
    openBackup: async () => reader,
    lock: (_id, work) => work(),
    watch: async (open) => {
      watched.push(open);
    },
    sleep: async (ms) => {
      vi.setSystemTime(Date.now() + ms);
    },
  };
  const restores = createRestores(around);
  const rows: Restore[] = [];
  restores.follow(BACKUP, (row) => rows.push(row));
  const reach = (...steps: RestoreState['step'][]) =>
    vi.waitFor(
      () => {
        const last = rows.at(-1);
        if (!last || !steps.includes(last.state.step)) throw new Error(`At ${JSON.stringify(last?.state)}`);
        return last;
      },
      { interval: 1 },
    );
  const start = () => restores.start({ backupId: BACKUP, accountId: SEED.account });
  const made = () => {
    const [account] = held.accounts;
    return (account?.sequences ?? []).filter((one) => one.id > 9000 && !one.deleted);
  };
  held.deleteSequence(id);
  asked.length = 0;
  return {
    ...{
      held,
      kit,
      contents,
      restores,
      rows,
      reach,
      start,
      made,
      faults,
      asked,
      violations,
      around,
      watched,
    },
    loseBackup: () => {
      reader = null;
    },
    editBackup: () => {
      const part = reader?.part;
      if (!reader || !part) return;
      reader = {
        ...reader,
        part: async (name) => {
          const found = await part(name);
          return found && { ...found, text: found.text.replace('Welcome', 'Farewell') };
        },
      };
    },
  };
}

const creating: (request: Request) => boolean = ({ method, url }) =>
  method === 'POST' && url.endsWith('/v4/sequences');
const writing = ({ method, url }: Request) => method === 'POST' && url.endsWith('/emails');

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
    const again = await contentsOf(kit, found?.sequenceId ?? 0);
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
  const { start, reach, made, held, restores } = await setUp({ full: true });
  await start();
  expect(await reach('stuck')).toMatchObject({
    state: { problem: { kind: 'forbidden' }, before: { step: 'creating' }, passing: false },
    made: null,
  });
  expect(made()).toEqual([]);
  await restores.resume();
  held.odd.full = false;
  expect(made()).toEqual([]);
  restores.retry(BACKUP);
  await reach('done');
  expect(made()).toHaveLength(1);
});

test('without a connection it goes on by itself for a day, and then when a person wants it to', async () => {
  const { start, reach, restores, faults, asked, watched, rows } = await setUp();
  const offline: Fault = () => {
    faults.push(offline);
    return 'lost before';
  };
  faults.push(offline);
  await start();
  expect((await reach('stuck')).state).toMatchObject({ problem: { kind: 'unreachable' }, passing: true });
  expect(watched.at(-1)).toBe(true);
  const tried = asked.length;
  await restores.resume();
  await vi.waitFor(() => expect(asked.length).toBe(tried + 1));
  await reach('stuck');
  vi.setSystemTime(Date.now() + PATIENCE + 1);
  await restores.resume();
  expect(asked.length).toBe(tried + 1);
  expect(watched.at(-1)).toBe(false);
  faults.length = 0;
  rows.length = 0;
  restores.retry(BACKUP);
  await reach('done');
});

test('each refusal names its reason, and nothing is asked', async () => {
  const { restores, start, asked, loseBackup, around } = await setUp();
  const foreign = await restores.start({ backupId: BACKUP, accountId: SEED.secondAccount });
  expect(foreign).toMatchObject({ ok: false, problem: { kind: 'foreign account', account: { id: 1 } } });
  const alone = createRestores({ ...around, accounts: async () => [] });
  const request = { backupId: BACKUP, accountId: SEED.account };
  expect(await alone.start(request)).toMatchObject({ problem: { kind: 'not connected' } });
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
  const { start, reach, restores, faults, loseBackup, made } = await setUp();
  faults.push((request) => {
    if (!writing(request)) return undefined;
    loseBackup();
    restores.cancel(BACKUP);
    return 'lost before';
  });
  await start();
  await reach('cancelled');
  restores.undo(BACKUP);
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

describe('a cancelled restore', () => {
  /** Cancelled while the third email is written. */
  async function cancelled(odd: Partial<Odd> = {}) {
    const world = await setUp(odd);
    let left = 2;
    world.faults.push((request) => {
      if (!writing(request) || left-- > 0) return undefined;
      world.restores.cancel(BACKUP);
      return 'lost after';
    });
    await world.start();
    const end = await world.reach('cancelled');
    return { ...world, end };
  }

  test('stops, and what it made can be removed', async () => {
    const { end, made, restores, reach } = await cancelled({ nullPositions: true });
    expect(end.state).toEqual({ step: 'cancelled', left: 'something', kept: null });
    expect(made()[0]?.settings.name).toBe(`Welcome series (restoring ${end.id.slice(0, 8)})`);
    restores.undo(BACKUP);
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(made()).toEqual([]);
  });

  test('a removal whose reply is lost is looked at', async () => {
    const { made, restores, reach, faults, asked } = await cancelled();
    faults.push(({ method }) => (method === 'DELETE' ? 'lost after' : undefined));
    restores.undo(BACKUP);
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(made()).toEqual([]);
    expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
  });

  test.each<[string, (kit: EmbeddedKit, id: number) => void, object]>([
    ['somebody is in it', (kit, id) => kit.addSubscribers(id, 3), { kind: 'people', people: 3 }],
    ['it was resumed', (kit, id) => kit.resume(id), { kind: 'active' }],
    ['it was renamed', (kit, id) => kit.rename(id, 'Mine now'), { kind: 'edited' }],
    ['a setting was changed', (kit, id) => kit.change(id, { send_hour: 3 }), { kind: 'edited' }],
    ['an email was added', (kit, id) => void kit.addEmail(id, { subject: 'Mine' }), { kind: 'edited' }],
    [
      'an email was changed',
      (kit, id) => void Object.assign(kit.sequence(id).emails[0] ?? {}, { content: 'Mine' }),
      { kind: 'edited' },
    ],
  ])('is kept when %s', async (_, touch, kept) => {
    const { made, restores, reach, held, rows } = await cancelled();
    touch(held, made()[0]?.id ?? 0);
    rows.length = 0;
    restores.undo(BACKUP);
    expect((await reach('cancelled')).state).toEqual({ step: 'cancelled', left: 'something', kept });
    expect(made()).toHaveLength(1);
  });

  test('one whose making had no reply is found by its mark, and removed', async () => {
    const { start, reach, faults, restores, made } = await setUp({ listLagMs: 60_000 });
    faults.push((request) => {
      if (!creating(request)) return undefined;
      restores.cancel(BACKUP);
      return 'lost after';
    });
    await start();
    expect((await reach('cancelled')).state).toMatchObject({ left: 'unsure' });
    restores.undo(BACKUP);
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(made()).toEqual([]);
  });

  test('a finished one is not removed', async () => {
    const { start, reach, restores, made, asked } = await setUp();
    await start();
    await reach('done');
    asked.length = 0;
    restores.undo(BACKUP);
    restores.cancel(BACKUP);
    await restores.resume();
    expect(made()).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});

describe('relinks', () => {
  async function restored() {
    const world = await setUp();
    await world.start();
    const { made } = await world.reach('done');
    const offers = await world.restores.relinks(BACKUP);
    if (!offers.ok) throw new Error('No offers');
    return { ...world, newId: made?.sequenceId ?? 0, offers: offers.value };
  }

  test('the new id takes the place of the old one, and all else is kept', async () => {
    const { restores, offers, held, newId, rows } = await restored();
    expect(offers.map(({ sequence, state }) => [sequence.id, state])).toEqual([
      [SEED.excludes, 'open'],
      [99, 'open'],
    ]);
    for (const { sequence, shown } of offers) {
      const request = { backupId: BACKUP, sequenceId: sequence.id, shown };
      expect(await restores.relink(request)).toEqual(ok('done'));
    }
    expect(held.sequence(99).settings.exclude_subscriber_sources).toEqual([
      { type: 'sequence', ids: [96, newId] },
    ]);
    expect(held.sequence(SEED.excludes).settings.exclude_subscriber_sources).toEqual([
      { type: 'tag', ids: [21] },
      { type: 'sequence', ids: [newId] },
    ]);
    expect(rows.at(-1)?.relinked).toEqual({ [SEED.excludes]: 'done', 99: 'done' });
    const again = await restores.relinks(BACKUP);
    expect(again.ok && again.value.map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('a lost reply is looked at, and a second click finds it done', async () => {
    const { restores, offers, faults, asked } = await restored();
    const request = { backupId: BACKUP, sequenceId: 99, shown: offers[1]?.shown ?? '' };
    faults.push(({ method }) => (method === 'PUT' ? 'lost after' : undefined));
    expect(await restores.relink(request)).toEqual(ok('done'));
    expect(await restores.relink(request)).toEqual(ok('done'));
    expect(asked.filter((one) => one === 'PUT /v4/sequences/99')).toHaveLength(1);
  });

  test('what was edited since it was shown is not overwritten', async () => {
    const { restores, offers, held } = await restored();
    vi.setSystemTime(Date.now() + 1000);
    held.rename(99, 'Renamed');
    const request = { backupId: BACKUP, sequenceId: 99, shown: offers[1]?.shown ?? '' };
    expect(await restores.relink(request)).toEqual({ ok: false, problem: { kind: 'changed' } });
    expect(held.sequence(99).settings.exclude_subscriber_sources).toEqual([
      { type: 'sequence', ids: [80, 96] },
    ]);
  });

  test('one that is gone, and one where the old id was taken out, are told apart', async () => {
    const { restores, held, newId } = await restored();
    held.deleteSequence(SEED.excludes);
    held.change(99, { exclude_subscriber_sources: [{ type: 'sequence', ids: [96] }] });
    const offers = await restores.relinks(BACKUP);
    if (!offers.ok) throw new Error('No offers');
    expect(offers.value.map(({ state }) => state)).toEqual(['gone', 'dropped']);
    const request = { backupId: BACKUP, sequenceId: 99, shown: offers.value[1]?.shown ?? '' };
    expect(await restores.relink(request)).toEqual(ok('done'));
    expect(held.sequence(99).settings.exclude_subscriber_sources).toEqual([
      { type: 'sequence', ids: [96, newId] },
    ]);
  });
});
