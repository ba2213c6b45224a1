import { expect, test } from 'vitest';
import type { KitResult } from '../../kit/client.ts';
import { fail, ok } from '../../result.ts';
import type { Backup } from '../backup.ts';
import { checksumOf, type ListedPart } from '../checksum.ts';
import type { BackupStore } from '../store.ts';
import { memoryStore } from '../testing/memory-store.ts';
import { type BackupProgress, type CaptureTools, captureBackup } from './capture.ts';
import { exact, type KitWorld, kitOf, worldOf } from './testing/world.ts';

const what = { account: { id: 1, name: 'Juniper' }, sequenceId: 80 };

function setUp(world: KitWorld, change: Partial<CaptureTools> = {}) {
  const told: BackupProgress[] = [];
  const kit = kitOf(world);
  const store = memoryStore();
  const take = (existing?: Backup, other: Partial<CaptureTools> = {}) =>
    captureBackup(
      {
        kit,
        store,
        signal: new AbortController().signal,
        tell: (taking) => told.push(taking),
        now: () => world.now,
        sleep: async (ms) => {
          world.now += ms;
        },
        ...change,
        ...other,
      },
      existing ? { ...what, id: existing.id } : what,
    );
  return { kit, store, told, take };
}

async function idsIn(store: BackupStore): Promise<number[]> {
  const ids: number[] = [];
  const [backup] = await store.list();
  for await (const { name, text } of (backup && (await store.open(backup.id)))?.parts() ?? []) {
    if (name.startsWith('people/')) ids.push(...JSON.parse(text).map(({ id }: { id: number }) => id));
  }
  return ids.sort((one, other) => one - other);
}

const idsOf = ({ people }: KitWorld) => people.map(({ id }) => id).sort((one, other) => one - other);

test('40,000 people: everybody once, in chains side by side, for few requests more than pages', async () => {
  const world = worldOf(40_000);
  const { kit, store, told, take } = setUp(world);
  const taken = await take();
  expect(taken).toMatchObject(ok({ people: { kept: 40_000, expected: 40_000 }, completedAt: world.now }));
  expect(await idsIn(store)).toEqual(idsOf(world));
  expect(kit.asked.filter((asked) => asked === 'page').length).toBeLessThan(50);
  expect(kit.asked.length).toBeLessThan(70);
  expect(told.map(({ phase }) => phase)).toEqual(told.map(({ phase }) => phase).sort(byPhase));
  expect(told.at(-1)).toMatchObject({ phase: 'verifying', expected: 40_000 });
});

const PHASES = ['settings', 'people', 'verifying'];
const byPhase = (one: string, other: string) => PHASES.indexOf(one) - PHASES.indexOf(other);

test('the checksum covers what the storage holds, and a finished backup is not taken again', async () => {
  const { kit, store, take } = setUp(worldOf(1500));
  const taken = await take();
  if (!taken.ok) throw new Error(taken.problem.kind);
  const listed: ListedPart[] = [];
  for await (const part of (await store.open(taken.value.id))?.parts() ?? []) {
    listed.push({ name: part.name, sha256: part.sha256, count: part.count });
  }
  expect(listed.map(({ name, count }) => `${name} ${count}`)).toEqual([
    'emails 0',
    'names 1',
    'people/0001 1000',
    'people/0002 500',
    'references 1',
    'sequence 1',
  ]);
  expect(taken.value.checksum).toBe(await checksumOf(taken.value, listed));
  expect(await store.checkpoint(taken.value.id)).toBeNull();
  const asked = kit.asked.length;
  expect(await take(taken.value)).toEqual(taken);
  expect(kit.asked.length).toBe(asked);
});

test('nobody in it is a whole backup too', async () => {
  const { take } = setUp(worldOf(0));
  expect(await take()).toMatchObject(ok({ people: { kept: 0, expected: 0 } }));
});

test('people who are added while it runs are in it', async () => {
  const world = worldOf(12_000, { latency: 500 });
  const late = Array.from({ length: 30 }, (_, at) => ({ id: 5_000_000 + at, addedAt: world.now + at * 300 }));
  world.people.push(...late.map((one) => ({ ...one, shownAt: one.addedAt })));
  const { kit, store, take } = setUp(world);
  expect(await take()).toMatchObject({ ok: true });
  expect(await idsIn(store)).toEqual(idsOf(world));
  // The newest were read again, and not everybody.
  expect(kit.asked.filter((asked) => asked === 'page').length).toBeLessThan(20);
});

test('a list that lags behind the count is looked at again', async () => {
  const world = worldOf(6_000);
  const shownAt = world.now + 30_000;
  world.people.push({ id: 7, addedAt: world.now - 1000, shownAt });
  const { kit, store, take } = setUp(world);
  const sooner = { countSubscribers: async (): Promise<KitResult<number>> => ok(6_001) };
  expect(await take(undefined, { kit: { ...kit, ...sooner } })).toMatchObject({ ok: true });
  expect(world.now).toBeGreaterThan(shownAt);
  expect(await idsIn(store)).toContain(7);
});

test('a sequence that people join all the time comes to an end', async () => {
  const world = worldOf(6_000, { latency: 1000 });
  world.meanwhile = () => {
    world.people.unshift({ id: 8_000_000 + world.people.length, addedAt: world.now, shownAt: world.now });
    return undefined;
  };
  const { take } = setUp(world);
  expect(await take()).toMatchObject({ ok: true });
});

test('people whom no list shows: everybody is read again before it is said how many are missing', async () => {
  const world = worldOf(20_000);
  const { kit, store, take } = setUp(world);
  const more = {
    countSubscribers: async (...args: Parameters<typeof kit.countSubscribers>) => {
      const count = await kit.countSubscribers(...args);
      return count.ok && !args[2] ? ok(count.value + 3) : count;
    },
  };
  const taken = await take(undefined, { kit: { ...kit, ...more } });
  expect(taken).toEqual(fail({ kind: 'people missing', kept: 20_000, expected: 20_003 }));
  expect((await store.list())[0]).toMatchObject({ completedAt: null, checksum: null });
});

test('people who left while it ran stay in it', async () => {
  const world = worldOf(8_000);
  const { kit, take } = setUp(world);
  let pages = 0;
  const leave = () => {
    pages += 1;
    return pages < 12 ? 8_000 : 7_990;
  };
  const fewer = { countSubscribers: async (): Promise<KitResult<number>> => ok(leave()) };
  expect(await take(undefined, { kit: { ...kit, ...fewer } })).toMatchObject(ok({ people: { kept: 8_000 } }));
});

test('an outage ends it with a problem, and the next try goes on from there', async () => {
  const world = worldOf(30_000);
  const { kit, store, take } = setUp(world);
  let down = false;
  world.meanwhile = (asked) => {
    down ||= asked === 'page' && kit.asked.filter((one) => one === 'page').length > 10;
    return down ? fail({ kind: 'unreachable' }) : undefined;
  };
  expect(await take()).toEqual(
    fail({ kind: 'kit', of: expect.any(String), problem: { kind: 'unreachable' } }),
  );
  const [unfinished] = await store.list();
  expect(unfinished?.people.kept).toBeGreaterThan(5_000);
  world.meanwhile = () => undefined;
  const before = kit.asked.length;
  expect(await take(unfinished)).toMatchObject(ok({ id: unfinished?.id, people: { kept: 30_000 } }));
  expect(await idsIn(store)).toEqual(idsOf(world));
  const again = kit.asked.slice(before);
  expect(again.filter((asked) => asked === 'page').length).toBeLessThan(30);
});

test('cursors that Kit takes no more after a pause: from the start, and nobody twice', async () => {
  const world = worldOf(30_000);
  const { kit, store, take } = setUp(world);
  world.meanwhile = () => (kit.asked.length > 40 ? fail({ kind: 'forbidden' }) : undefined);
  expect(await take()).toMatchObject(fail({ kind: 'kit' }));
  const [unfinished] = await store.list();
  world.meanwhile = () => undefined;
  const chains = (unfinished && (await store.checkpoint(unfinished.id)))?.chains ?? [];
  const old = new Set(chains.map(({ after }) => after).filter((after) => after !== null));
  expect(old.size).toBeGreaterThan(2);
  const picky = {
    // Cursors here are places, so the same one comes again: only the first time it is refused for its age.
    subscribers: async (...args: Parameters<typeof kit.subscribers>) =>
      args[1] !== null && old.delete(args[1])
        ? fail({ kind: 'not understood' as const, status: 400, requestId: null })
        : kit.subscribers(...args),
  };
  expect(await take(unfinished, { kit: { ...kit, ...picky } })).toMatchObject({ ok: true });
  expect(old.size).toBe(0);
  expect(await idsIn(store)).toEqual(idsOf(world));
});

test.each([
  ['the same page again and again', () => 'same'],
  ['pages without an end', (at: number) => `page ${at}`],
])('%s: an end all the same', async (_, cursor) => {
  const world = worldOf(20_000);
  const { kit, take } = setUp(world);
  let asked = 0;
  const endless = {
    subscribers: async (...args: Parameters<typeof kit.subscribers>) => {
      asked += 1;
      const page = await kit.subscribers(args[0], null, args[2]);
      return page.ok ? ok({ ...page.value, next: cursor(asked) }) : page;
    },
  };
  expect(await take(undefined, { kit: { ...kit, ...endless } })).toMatchObject(
    fail({ kind: 'people missing', expected: 20_000 }),
  );
  expect(asked).toBeLessThan(1000);
});

/** Lets everything run that waits for nothing but its turn. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('a cancel stops the asking at once, and what is kept stays', async () => {
  const world = worldOf(30_000);
  const { kit, store, take } = setUp(world);
  const controller = new AbortController();
  world.meanwhile = () => {
    if (kit.asked.length >= 30) controller.abort();
    return undefined;
  };
  const taken = await take(undefined, { signal: controller.signal });
  expect(taken).toEqual(fail({ kind: 'cancelled' }));
  const [asked, [kept]] = [kit.asked.length, await store.list()];
  expect(asked).toBeLessThan(35);
  await rest();
  expect([kit.asked.length, await store.list()]).toEqual([asked, [kept]]);
  expect(kept?.people.kept).toBeGreaterThan(0);
});

test('a backup that is removed meanwhile is not begun again behind the back', async () => {
  const world = worldOf(30_000);
  const { kit, store, take } = setUp(world);
  world.pending = async () => {
    const [first] = await store.list();
    if (kit.asked.length >= 30 && first) await store.remove(first.id);
  };
  expect(await take()).toEqual(fail({ kind: 'removed' }));
  expect(await store.list()).toEqual([]);
});

test.each([
  ['storage full', new DOMException('no room', 'QuotaExceededError')],
  ['storage failed', new DOMException('no luck', 'UnknownError')],
])('%s', async (kind, error) => {
  const { store, take } = setUp(worldOf(3000));
  let writes = 0;
  const update: BackupStore['update'] = async (...args) => {
    writes += 1;
    if (writes > 4) throw error;
    return store.update(...args);
  };
  expect(await take(undefined, { store: { ...store, update } })).toEqual(fail({ kind }));
});

test('storage that gives back something else is noticed', async () => {
  const { store, take } = setUp(worldOf(3000));
  const broken = (change: (text: string) => string | null) => ({
    ...store,
    open: async (id: string) => {
      const reader = await store.open(id);
      if (!reader) return null;
      return {
        ...reader,
        async *parts() {
          for await (const part of reader.parts()) {
            const text = part.name === 'people/0002' ? change(part.text) : part.text;
            if (text !== null) yield { ...part, text };
          }
        },
      };
    },
  });
  for (const change of [
    (text: string) => text.replace('p1', 'q1'),
    (text: string) => text.slice(1),
    () => '[]',
    () => null,
  ]) {
    expect(await take(undefined, { store: broken(change) })).toEqual(fail({ kind: 'damaged' }));
  }
  const throws = () => {
    throw new TypeError('not gzip');
  };
  expect(await take(undefined, { store: broken(throws) })).toEqual(fail({ kind: 'damaged' }));
});

test('one write at a time, and pages that come meanwhile go into the next one together', async () => {
  const { store, take } = setUp(worldOf(40_000));
  let [writes, parts, open, most] = [0, 0, 0, 0];
  const update: BackupStore['update'] = async (...args) => {
    writes += 1;
    parts += args[2]?.length ?? 0;
    open += 1;
    most = Math.max(most, open);
    await rest();
    open -= 1;
    return store.update(...args);
  };
  expect(await take(undefined, { store: { ...store, update } })).toMatchObject({ ok: true });
  expect(most).toBe(1);
  expect(writes).toBeLessThan(parts / 2);
});

test('somebody who comes back twice from storage is noticed', async () => {
  const { store, take } = setUp(worldOf(3000));
  const twice: BackupStore = {
    ...store,
    open: async (id) => {
      const reader = await store.open(id);
      if (!reader) return null;
      return {
        ...reader,
        async *parts() {
          for await (const part of reader.parts()) {
            yield part;
            if (part.name === 'people/0003') yield { ...part, name: 'people/0004' };
          }
        },
      };
    },
  };
  expect(await take(undefined, { store: twice })).toEqual(fail({ kind: 'damaged' }));
});

test('a Kit that counts by dates but lists everybody: one chain more, without waiting', async () => {
  const world = worldOf(30_000, { filters: { ...exact, kind: 'ignored in lists' } });
  const { kit, store, take } = setUp(world);
  const started = world.now;
  expect(await take()).toMatchObject({ ok: true });
  expect(await idsIn(store)).toEqual(idsOf(world));
  expect(world.now - started).toBe(kit.asked.length * world.latency);
});

test('a Kit that ignores dates: one chain', async () => {
  const world = worldOf(12_000, { filters: { ...exact, kind: 'ignored' } });
  const { kit, store, take } = setUp(world);
  expect(await take()).toMatchObject({ ok: true });
  expect(await idsIn(store)).toEqual(idsOf(world));
  expect(kit.asked.filter((asked) => asked === 'page').length).toBe(12);
});
