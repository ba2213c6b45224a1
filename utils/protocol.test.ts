import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { createRouter, type Rule } from './messages/router.ts';
import { kindOfSender, type SenderKind } from './messages/sender.ts';
import { detailsPort, type MessageName, parseDetailsPort, parseFollowPort, RULES } from './protocol.ts';

const uuid = '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f';
const SOUND: Record<MessageName, object> = {
  'connection.accounts': {},
  'connection.connectWithApiKey': { apiKey: 'kit_0123456789' },
  'connection.connectWithOAuth': {},
  'connection.disconnect': { accountId: 1 },
  'connection.app': {},
  'connection.useApp': { clientId: 'abc' },
  'options.open': {},
  'manager.open': { backupId: uuid, download: true },
  'restore.losses': { backupId: uuid },
  'restore.start': { backupId: uuid, accountId: 1 },
  'restore.cancel': { backupId: uuid },
  'restore.undo': { backupId: uuid },
  'restore.retry': { backupId: uuid },
  'restore.relinks': { backupId: uuid },
  'people.groups': { backupId: uuid },
  'people.start': { backupId: uuid, group: 'start', people: 20 },
  'people.pause': { backupId: uuid },
  'people.goOn': { backupId: uuid },
  'people.cancel': { backupId: uuid },
  'restore.relink': { backupId: uuid, sequenceId: 81, shown: 'a'.repeat(64) },
  'review.gather': { sequenceId: 80, pageAccountId: null },
  'operation.start': { kind: 'delete', sequenceId: 80, reviewId: uuid, backUp: true },
  'operation.look': {},
  'operation.cancel': { sequenceId: 80 },
};
const messages = Object.entries(SOUND).map(([name, payload]) => ({ name: name as MessageName, payload }));
const KINDS: SenderKind[] = ['content', 'panel', 'popup', 'options', 'manager'];

function setUp() {
  const handle = vi.fn((_payload: never): unknown => 'answered');
  const rules: Record<string, Rule> = RULES;
  const route = createRouter(rules, Object.fromEntries(Object.keys(RULES).map((name) => [name, handle])));
  return { route, handle };
}

test('every message is looked at here', () => {
  expect(messages.map(({ name }) => name).toSorted()).toEqual(Object.keys(RULES).toSorted());
});

describe.each(messages)('$name', (message) => {
  const allowed: readonly SenderKind[] = RULES[message.name].from;

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
])('no operation starts with %j', async (field) => {
  const { route, handle } = setUp();
  const payload = { ...SOUND['operation.start'], ...field };
  expect(await route({ name: 'operation.start', payload }, 'panel')).toEqual({ refused: 'payload' });
  expect(handle).not.toHaveBeenCalled();
});

test('a handler that breaks is answered, and its words stay inside', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const secret = 'kit_secret_key';
  const rules = { act: { from: ['panel'], payload: v.strictObject({}) } } satisfies Record<string, Rule>;
  const broken = [
    () => {
      throw new Error(secret);
    },
    () => Promise.reject(new Error(secret)),
    () => Promise.reject(secret),
  ];
  for (const act of broken) {
    expect(await createRouter(rules, { act })({ name: 'act', payload: {} }, 'panel')).toEqual({
      refused: 'broken',
    });
  }
  expect(log).toHaveBeenCalledTimes(3);
  expect(JSON.stringify(log.mock.calls)).not.toContain(secret);
  log.mockRestore();
});

test('the handler gets the payload as the rule leaves it', async () => {
  const { route, handle } = setUp();
  await route({ name: 'connection.useApp', payload: { clientId: '  abc ' } }, 'options');
  expect(handle).toHaveBeenCalledWith({ clientId: 'abc' });
});

test('the port that follows a sequence', () => {
  expect(parseFollowPort('follow/80')).toBe(80);
  for (const name of [
    'follow/',
    'follow/0',
    'follow/08',
    'follow/-1',
    'follow/80/',
    'xfollow/80',
    'follow/1e3',
  ]) {
    expect(parseFollowPort(name)).toBeNull();
  }
});

test('the port that tells the rest of a review', () => {
  expect(parseDetailsPort(detailsPort(uuid))).toBe(uuid);
  for (const name of [
    'details/',
    'details/80',
    `details/${uuid}/`,
    `xdetails/${uuid}`,
    `details/${uuid}0`,
    `details/${uuid.replaceAll('-', '')}`,
    `follow/${uuid}`,
  ]) {
    expect(parseDetailsPort(name)).toBeNull();
  }
  expect(parseFollowPort(detailsPort(uuid))).toBeNull();
});
