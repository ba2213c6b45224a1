import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import type { Demand, Witness } from '../../utils/messages/frame.ts';
import { createRouter, type MessageRule } from '../../utils/messages/router.ts';
import { kindOfSender, type SenderKind } from '../../utils/messages/sender.ts';
import type { MessageName, Payload } from '../../utils/protocol.ts';
import { SEQUENCE_KINDS } from '../../utils/sequence/kinds.ts';
import { messageTable } from './messages.ts';
import { openReviews } from './reviews.ts';

const storage = vi.hoisted(() => ({ session: { get: vi.fn(), set: vi.fn() } }));
vi.mock('wxt/browser', () => ({ browser: { storage } }));

const uuid = '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f';
const shown = 'a'.repeat(64);
const SOUND: { [N in MessageName]: Payload<N> } = {
  'connection.accounts': {},
  'connection.connectWithApiKey': { apiKey: 'kit_0123456789' },
  'connection.connectWithOAuth': {},
  'connection.test': { accountId: 1 },
  'connection.disconnect': { accountId: 1 },
  'connection.app': {},
  'connection.useApp': { clientId: 'abc' },
  'options.open': {},
  'manager.open': { target: { backupId: uuid, download: true } },
  'storage.state': {},
  'backups.list': {},
  'backups.open': { backupId: uuid },
  'backups.part': { backupId: uuid, name: 'people/0001', from: 0 },
  'backups.noteDownload': { backupId: uuid },
  'backups.remove': { backupId: uuid },
  'review.gather': { sequenceId: 80 },
  'review.kept': { sequenceId: 80 },
  'sequence.start': { kind: 'delete', sequenceId: 80, reviewId: uuid, backUp: true },
  'sequence.backUp': { sequenceId: 80, reviewId: uuid },
  'sequence.cancel': { sequenceId: 80 },
  'jobs.resume': {},
  'jobs.open': {},
  'retire.start': { sequenceId: 80, reviewId: uuid, days: 30, notify: false },
  'retire.list': {},
  'retire.wish': { sequenceId: 80, wish: 'keep longer' },
  'watch.start': { sequenceId: 80, reviewId: uuid, notify: true },
  'watch.list': {},
  'watch.wish': { sequenceId: 80, wish: 'stop' },
  'history.read': { filter: { kind: 'delete', outcome: null, accountId: 1, text: 'Launch' }, before: null },
  'restore.losses': { backupId: uuid },
  'restore.start': { backupId: uuid, accountId: 1 },
  'restore.stop': { backupId: uuid },
  'restore.undo': { backupId: uuid },
  'restore.retry': { backupId: uuid },
  'restore.relinks': { backupId: uuid },
  'restore.relink': { backupId: uuid, sequenceId: 81, shown },
  'people.groups': { backupId: uuid },
  'people.start': { backupId: uuid, sequenceId: 80, group: 'start', people: 20 },
  'people.pause': { sequenceId: 80 },
  'people.resume': { sequenceId: 80 },
  'people.stop': { sequenceId: 80 },
  'people.outcomes': { jobId: uuid, after: null },
};

/** What is done for each of them, and what is answered: what the last call gave, or null. */
const DONE: { [N in MessageName]: { calls: unknown[][]; answer: 'given' | null } } = {
  'connection.accounts': { calls: [['connections.accounts']], answer: 'given' },
  'connection.connectWithApiKey': {
    calls: [['connections.connectWithApiKey', 'kit_0123456789']],
    answer: 'given',
  },
  'connection.connectWithOAuth': { calls: [['connections.connectWithOAuth']], answer: 'given' },
  'connection.test': { calls: [['connections.test', 1]], answer: 'given' },
  'connection.disconnect': { calls: [['connections.disconnect', 1]], answer: 'given' },
  'connection.app': { calls: [['oauthApp']], answer: 'given' },
  'connection.useApp': { calls: [['useApp', 'abc']], answer: 'given' },
  'options.open': { calls: [['openOptions']], answer: null },
  'manager.open': { calls: [['openManager', { backupId: uuid, download: true }]], answer: null },
  'storage.state': { calls: [['storage']], answer: 'given' },
  'backups.list': { calls: [['backups.list']], answer: 'given' },
  'backups.open': { calls: [['backups.open', uuid]], answer: 'given' },
  'backups.part': { calls: [['backups.part', uuid, 'people/0001', 0]], answer: 'given' },
  'backups.noteDownload': { calls: [['backups.noteDownload', uuid]], answer: 'given' },
  'backups.remove': { calls: [['jobs.removeBackup', uuid]], answer: 'given' },
  'review.gather': {
    calls: [['reviews.gather', { sequenceId: 80, pageAccountId: null }]],
    answer: 'given',
  },
  'review.kept': { calls: [['reviews.kept', 80]], answer: 'given' },
  'sequence.backUp': {
    calls: [
      ['reviews.endReports', 80],
      ['reviews.find', uuid],
      ['jobs.runner.start', 'back up', { sequenceId: 80, review: 'given', backUp: true }],
    ],
    answer: 'given',
  },
  'sequence.start': {
    calls: [
      ['reviews.endReports', 80],
      ['reviews.find', uuid],
      ['jobs.runner.start', 'delete', { sequenceId: 80, review: 'given', backUp: true }],
    ],
    answer: 'given',
  },
  'sequence.cancel': { calls: [['jobs.runner.wish', 'sequence/80', 'cancel']], answer: null },
  'jobs.resume': { calls: [['jobs.lookAfterOpen']], answer: null },
  'jobs.open': { calls: [['jobs.openOfBackups']], answer: 'given' },
  'retire.start': {
    calls: [
      ['reviews.find', uuid],
      ['jobs.runner.start', 'retire', { sequenceId: 80, review: 'given', days: 30, notify: false }],
    ],
    answer: 'given',
  },
  'retire.list': { calls: [['jobs.retirements']], answer: 'given' },
  'retire.wish': { calls: [['jobs.runner.wish', 'retire/80', 'keep longer']], answer: null },
  'watch.start': {
    calls: [
      ['reviews.find', uuid],
      ['jobs.runner.start', 'watch', { sequenceId: 80, review: 'given', notify: true }],
    ],
    answer: 'given',
  },
  'watch.list': { calls: [['jobs.watches']], answer: 'given' },
  'watch.wish': { calls: [['jobs.runner.wish', 'watch/80', 'stop']], answer: null },
  'history.read': {
    calls: [['jobs.history', { kind: 'delete', outcome: null, accountId: 1, text: 'Launch' }, null]],
    answer: 'given',
  },
  'restore.losses': { calls: [['jobs.restores.losses', uuid]], answer: 'given' },
  'restore.start': {
    calls: [['jobs.startRestore', { backupId: uuid, accountId: 1 }]],
    answer: 'given',
  },
  'restore.stop': { calls: [['jobs.runner.wish', `restore/${uuid}`, 'stop']], answer: null },
  'restore.undo': { calls: [['jobs.undoRestore', uuid]], answer: null },
  'restore.retry': { calls: [['jobs.runner.wish', `restore/${uuid}`, 'retry']], answer: null },
  'restore.relinks': { calls: [['jobs.restores.relinks', uuid]], answer: 'given' },
  'restore.relink': {
    calls: [['jobs.restores.relink', { backupId: uuid, sequenceId: 81, shown }]],
    answer: 'given',
  },
  'people.groups': { calls: [['jobs.groups', uuid]], answer: 'given' },
  'people.start': {
    calls: [['jobs.startAddition', { backupId: uuid, sequenceId: 80, group: 'start', people: 20 }]],
    answer: 'given',
  },
  'people.pause': { calls: [['jobs.runner.wish', 'people/80', 'pause']], answer: null },
  'people.resume': { calls: [['jobs.runner.wish', 'people/80', 'resume']], answer: null },
  'people.stop': { calls: [['jobs.runner.wish', 'people/80', 'stop']], answer: null },
  'people.outcomes': { calls: [['jobs.outcomes', uuid, null]], answer: 'given' },
};
const messages = Object.entries(SOUND).map(([name, payload]) => ({ name: name as MessageName, payload }));
const KINDS: SenderKind[] = ['content', 'panel', 'popup', 'options', 'manager', 'saver'];

/** Services of any name, which only note what is asked of them. */
function noting(asked: unknown[][], answer: () => unknown, path: string[] = []): never {
  return new Proxy(() => undefined, {
    get: (_, name) => noting(asked, answer, [...path, String(name)]),
    apply(_, __, given: unknown[]) {
      asked.push([path.join('.'), ...given]);
      return Promise.resolve().then(answer);
    },
  }) as never;
}

const tableWith = (asked: unknown[][] = [], answer: () => unknown = () => 'given') =>
  messageTable(noting(asked, answer));
const TABLE = tableWith();

/** The real table with its rules, and a handler that only answers. */
function setUp() {
  const handle = vi.fn((_payload: never): unknown => 'answered');
  const rules = Object.entries(TABLE).map(([name, rule]) => [name, { ...rule, handle }]);
  return { route: createRouter(Object.fromEntries(rules)), handle };
}

test('every message is looked at here', () => {
  expect(messages.map(({ name }) => name).toSorted()).toEqual(Object.keys(TABLE).toSorted());
});

test('who may send what, and nobody else', () => {
  const may = (kind: SenderKind) =>
    messages.map(({ name }) => name).filter((name) => TABLE[name].from.some((one) => one === kind));
  expect(Object.fromEntries(KINDS.map((kind) => [kind, may(kind)]))).toMatchInlineSnapshot(`
    {
      "content": [],
      "manager": [
        "connection.accounts",
        "connection.connectWithOAuth",
        "options.open",
        "storage.state",
        "backups.list",
        "backups.open",
        "backups.part",
        "backups.noteDownload",
        "backups.remove",
        "jobs.open",
        "retire.list",
        "retire.wish",
        "watch.list",
        "watch.wish",
        "history.read",
        "restore.losses",
        "restore.start",
        "restore.stop",
        "restore.undo",
        "restore.retry",
        "restore.relinks",
        "restore.relink",
        "people.groups",
        "people.start",
        "people.pause",
        "people.resume",
        "people.stop",
        "people.outcomes",
      ],
      "options": [
        "connection.accounts",
        "connection.connectWithApiKey",
        "connection.connectWithOAuth",
        "connection.test",
        "connection.disconnect",
        "connection.app",
        "connection.useApp",
        "storage.state",
      ],
      "panel": [
        "connection.accounts",
        "connection.connectWithOAuth",
        "options.open",
        "manager.open",
        "storage.state",
        "review.gather",
        "sequence.start",
        "sequence.cancel",
        "jobs.resume",
        "retire.start",
        "watch.start",
        "watch.wish",
      ],
      "popup": [
        "connection.accounts",
        "review.gather",
        "review.kept",
        "sequence.backUp",
        "history.read",
      ],
      "saver": [],
    }
  `);
});

/** A frame of this secret that our content script made. */
const madeFrame = (inSight: boolean): { secret: string; witness: Witness } => ({
  secret: uuid,
  witness: async (secret) => (secret === uuid ? { pageAccountId: 29, inSight } : null),
});

test('what a panel may in a frame that nobody sees, and in one that is not ours', async () => {
  const { route } = setUp();
  const heard: Record<Demand, string[]> = { 'in sight': [], ours: [], nothing: [] };
  for (const message of messages.filter(({ name }) => TABLE[name].from.some((one) => one === 'panel'))) {
    const answers = async (inSight: boolean, secret: string) =>
      'value' in (await route({ ...message, secret }, 'panel', madeFrame(inSight).witness));
    expect(await answers(true, uuid), message.name).toBe(true);
    const demand = (await answers(false, crypto.randomUUID())) ? 'nothing' : 'ours';
    heard[(await answers(false, uuid)) ? demand : 'in sight'].push(message.name);
  }
  expect(heard).toEqual({
    'in sight': [
      'connection.connectWithOAuth',
      'options.open',
      'manager.open',
      'sequence.start',
      'jobs.resume',
      'retire.start',
      'watch.start',
      'watch.wish',
    ],
    ours: ['connection.accounts', 'storage.state', 'review.gather'],
    nothing: ['sequence.cancel'],
  });
});

test('the account is that of the page, and a job hears of the one that it shows when it starts and later', async () => {
  const asked: unknown[][] = [];
  const route = createRouter(tableWith(asked, () => ({ id: uuid, pageAccountId: 31 })));
  const { secret, witness } = madeFrame(true);
  await route({ name: 'review.gather', payload: SOUND['review.gather'], secret }, 'panel', witness);
  expect(asked.splice(0)).toEqual([['reviews.gather', { sequenceId: 80, pageAccountId: 29 }]]);
  await route({ name: 'sequence.start', payload: SOUND['sequence.start'], secret }, 'panel', witness);
  expect(asked).toEqual([
    ['reviews.endReports', 80],
    ['reviews.find', uuid],
    ['jobs.pages.remember', uuid, expect.any(Function)],
    [
      'jobs.runner.start',
      'delete',
      { sequenceId: 80, review: { id: uuid, pageAccountId: 29 }, backUp: true },
    ],
  ]);
  const [, , remembered] = asked as [unknown, unknown, [string, string, () => Promise<unknown>]];
  expect(await remembered[2]()).toBe(29);
});

describe.each(messages)('$name', (message) => {
  const allowed: readonly SenderKind[] = TABLE[message.name].from;

  test('does what its name says, and answers', async () => {
    const asked: unknown[][] = [];
    const [from = null] = allowed;
    const answer = await createRouter(tableWith(asked))(message, from);
    expect({ asked, answer }).toEqual({
      asked: DONE[message.name].calls,
      answer: { value: DONE[message.name].answer },
    });
  });

  test('is refused to the content script and to nobody', async () => {
    const { route, handle } = setUp();
    expect(await route(message, 'content')).toEqual({ refused: 'sender' });
    expect(await route(message, null)).toEqual({ refused: 'sender' });
    expect(handle).not.toHaveBeenCalled();
  });

  test.each(KINDS)('is open to %s only if the rule says so', async (kind) => {
    const { route, handle } = setUp();
    const answer = await route(message, kind);
    expect(answer).toEqual(allowed.includes(kind) ? { value: 'answered' } : { refused: 'sender' });
    expect(handle).toHaveBeenCalledTimes(allowed.includes(kind) ? 1 : 0);
  });

  test('is refused with anything more or less in it', async () => {
    const { route, handle } = setUp();
    const [from] = allowed;
    expect(from).toBeDefined();
    const fields = Object.keys(message.payload);
    const wrong: unknown[] = [null, undefined, 'text', 80, { ...message.payload, more: 1 }];
    for (const field of fields) {
      wrong.push({ ...message.payload, [field]: { $ne: 1 } }, { ...message.payload, [field]: undefined });
    }
    for (const payload of wrong) {
      expect(await route({ ...message, payload }, from ?? null)).toEqual({ refused: 'payload' });
    }
    expect(await route({ ...message, more: 1 }, from ?? null)).toEqual({ refused: 'unknown message' });
    expect(handle).not.toHaveBeenCalled();
  });

  test('is refused to every forged sender', async () => {
    const { route, handle } = setUp();
    const self = { id: 'ours', origin: 'chrome-extension://ours' };
    const forged = [
      { id: 'theirs', url: 'chrome-extension://ours/panel.html' },
      { id: 'theirs', url: 'chrome-extension://theirs/options.html' },
      { id: 'ours', url: 'https://example.com/options.html', frameId: 0, tab: {} },
      { id: 'ours', url: 'https://app.kit.com/panel.html', frameId: 1, tab: {} },
      { id: 'ours', url: 'https://app.kit.com/panel.html', frameId: 0, tab: {} },
      { id: 'ours', url: 'chrome-extension://ours/other.html' },
    ];
    for (const sender of forged) {
      expect(await route(message, kindOfSender(sender, self))).toEqual({ refused: 'sender' });
    }
    expect(handle).not.toHaveBeenCalled();
  });
});

test.each([
  null,
  undefined,
  'connection.accounts',
  [],
  {},
  { name: 'connection.accounts' },
  { name: 'nothing', payload: {} },
  { name: 'constructor', payload: {} },
  { name: '__proto__', payload: {} },
  { name: 5, payload: {} },
])('%j is no message', async (message) => {
  const { route, handle } = setUp();
  const answer = await route(message, 'options');
  expect(answer).toHaveProperty('refused');
  expect(handle).not.toHaveBeenCalled();
});

test.each([
  { sequenceId: 0 },
  { sequenceId: -1 },
  { sequenceId: 1.5 },
  { sequenceId: 2 ** 53 },
  { sequenceId: '80' },
  { sequenceId: Number.NaN },
  { reviewId: 'not-a-uuid' },
  { kind: 'archive' },
])('no job starts with %j', async (field) => {
  const { route, handle } = setUp();
  const payload = { ...SOUND['sequence.start'], ...field };
  expect(await route({ name: 'sequence.start', payload }, 'panel')).toEqual({ refused: 'payload' });
  expect(handle).not.toHaveBeenCalled();
});

test('a handler that breaks is answered, and its words stay inside', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const secret = 'kit_secret_key';
  const act: Omit<MessageRule, 'handle'> = { from: ['panel'], payload: v.strictObject({}) };
  const broken = [
    () => {
      throw new Error(secret);
    },
    () => Promise.reject(new Error(secret)),
    () => Promise.reject(secret),
  ];
  for (const handle of broken) {
    const route = createRouter({ act: { ...act, handle } });
    expect(await route({ name: 'act', payload: {} }, 'panel')).toEqual({ refused: 'broken' });
  }
  expect(log).toHaveBeenCalledTimes(3);
  expect(JSON.stringify(log.mock.calls)).not.toContain(secret);
  log.mockRestore();
});

test('the handler gets the payload as the rule leaves it', async () => {
  const { route, handle } = setUp();
  await route({ name: 'connection.useApp', payload: { clientId: '  abc ' } }, 'options');
  expect(handle).toHaveBeenCalledWith({ clientId: 'abc' }, null);
});

test.each(Object.keys(SEQUENCE_KINDS))('a job of the kind "%s" can be started', async (kind) => {
  const { route, handle } = setUp();
  const payload = { ...SOUND['sequence.start'], kind };
  expect(await route({ name: 'sequence.start', payload }, 'panel')).toEqual({ value: 'answered' });
  expect(handle).toHaveBeenCalledExactlyOnceWith(payload, null);
});

test.each(['sequence.cancel', 'restore.stop', 'restore.undo', 'restore.retry', 'people.pause'] as const)(
  '%s is answered though it could not be kept: what comes of it is heard elsewhere',
  async (name) => {
    const full = () => {
      throw new Error('Storage is full');
    };
    const [from = null] = TABLE[name].from;
    const answer = await createRouter(tableWith([], full))({ name, payload: SOUND[name] }, from);
    expect(answer).toEqual({ value: null });
  },
);

test('whoever joins a job of another kind is told that it was not started', async () => {
  const startedAs = async (kind: string) => {
    const answer = { ok: true, value: { kind } };
    const table = tableWith([], () => answer);
    return createRouter(table)({ name: 'sequence.start', payload: SOUND['sequence.start'] }, 'panel');
  };
  expect(await startedAs('back up')).toEqual({ value: { ok: false, problem: { kind: 'busy' } } });
  expect(await startedAs('delete')).toEqual({ value: { ok: true, value: { kind: 'delete' } } });
});

test('whoever wants a backup first is told where the delete that they meet makes none', async () => {
  const startedAs = async (backupId: string | null, backUp: boolean) => {
    const table = tableWith([], () => ({ ok: true, value: { kind: 'delete', backupId } }));
    const payload = { ...SOUND['sequence.start'], backUp };
    return createRouter(table)({ name: 'sequence.start', payload }, 'panel');
  };
  const busy = { value: { ok: false, problem: { kind: 'busy' } } };
  expect(await startedAs(null, true)).toEqual(busy);
  expect(await startedAs(uuid, true)).toMatchObject({ value: { ok: true } });
  expect(await startedAs(null, false)).toMatchObject({ value: { ok: true } });
});

test('a job is started without its review where that is not kept, or cannot be read', async () => {
  const reviews = openReviews(noting([], () => undefined));
  for (const get of [async () => ({}), () => Promise.reject(new Error('gone'))]) {
    storage.session.get.mockImplementation(get);
    const asked: unknown[][] = [];
    const none = noting([], () => undefined);
    const others = {
      connections: none,
      oauthApp: none,
      useApp: none,
      openOptions: none,
      openManager: none,
      ...{ storage: none, backups: none },
    };
    const route = createRouter(messageTable({ ...others, jobs: noting(asked, () => 'given'), reviews }));
    const payload = SOUND['sequence.start'];
    expect(await route({ name: 'sequence.start', payload }, 'panel')).toEqual({ value: 'given' });
    expect(asked).toEqual([['runner.start', 'delete', { sequenceId: 80, review: null, backUp: true }]]);
  }
});
