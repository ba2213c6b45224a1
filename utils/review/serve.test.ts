import { expect, test, vi } from 'vitest';
import type { KitPageName } from '../page/kit-page-names.ts';
import { ok } from '../result.ts';
import type { Details } from './details.ts';
import { NO_CACHE } from './others.ts';
import { createReports } from './reports.ts';
import type { Look } from './review.ts';
import { serveDetails } from './serve.ts';

const look: Look = {
  id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
  at: 0,
  account: { id: 29, name: 'Juniper' },
  pageAccountId: 29,
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: '' },
  activeSubscribers: { known: true, value: 0 },
  allSubscribers: null,
  emails: { known: true, value: { published: 0, drafts: 2 } },
  schedule: [],
  references: { excludedFrom: [], whole: true },
  automations: { state: 'reading' },
  rules: { state: 'reading' },
};
const reports = createReports();
const kit = () => ({
  countSubscribers: async () => ok(0),
  activeSubscribers: async () => ok({ items: [], next: null, unreadable: [], total: 0 }),
  sequences: async () => ok({ items: [], next: null, unreadable: [] }),
});
function port() {
  const told: Details[] = [];
  let close = () => {};
  const own = {
    postMessage: (details: Details) => void told.push(details),
    disconnect: () => {},
    onDisconnect: {
      addListener(closed: () => void) {
        close = closed;
      },
    },
  };
  return { own, told, close: () => close() };
}
const node = { resource_type: 'Sequence', resource_id: 80 };
const rule = {
  id: 7,
  name: 'Guests',
  triggers: [node],
  actions: [{ resource_type: 'Tag', resource_id: 21 }],
};
const PAGES: Partial<Record<KitPageName, unknown>> = {
  automations: { account: 29, automations: [{ id: 501, name: 'Path', live: true }] },
  'automations/501': { account: 29, nodes: [node] },
  rules: { account: 29, rules: [rule] },
};

test('automations and Rules are read through the page around the panel, for whoever wants that', async () => {
  const { own, told } = port();
  const askPage = async (name: KitPageName) => PAGES[name];
  await serveDetails(own, { find: async () => look, kit, cache: NO_CACHE, reports, askPage });
  expect(told.at(-1)).toMatchObject({
    done: true,
    automations: { state: 'read', usedBy: [{ id: 501 }], read: 1, unread: 0 },
    rules: { state: 'read', usedBy: [{ id: 7, trigger: true, action: false }], read: 1, unread: 0 },
  });
});

test('without a page of Kit they are unread', async () => {
  const { own, told } = port();
  await serveDetails(own, { find: async () => look, kit, cache: NO_CACHE, reports, askPage: null });
  const unread = { state: 'unread', why: 'no page' };
  expect(told.at(-1)).toMatchObject({ automations: unread, rules: unread });
});

test('for everybody else no page is asked for', async () => {
  const { own, told } = port();
  const askPage = vi.fn(async () => PAGES.automations);
  await serveDetails(own, {
    find: async () => ({ ...look, automations: null, rules: null }),
    kit,
    cache: NO_CACHE,
    reports,
    askPage,
  });
  expect(told.at(-1)).toMatchObject({ done: true, automations: null, rules: null });
  expect(askPage).not.toHaveBeenCalled();
});

test('a panel that closes ends the page that is on its way', async () => {
  const { own, told, close } = port();
  const askPage = (_name: KitPageName, ended: AbortSignal) =>
    new Promise((resolve) => {
      ended.addEventListener('abort', () => resolve(null));
      setTimeout(close);
    });
  await serveDetails(own, { find: async () => look, kit, cache: NO_CACHE, reports, askPage });
  expect(told.some(({ done }) => done)).toBe(false);
});

test('a job that begins on its sequence ends the report, and no other', async () => {
  const { own, told } = port();
  const over = vi.spyOn(own, 'disconnect');
  let begin = () => {};
  const asked: AbortSignal[] = [];
  const waiting = (_accountId: number, ended: AbortSignal) => {
    asked.push(ended);
    return { ...kit(), sequences: () => new Promise<never>(() => undefined) };
  };
  const found = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const find = async () => {
    setTimeout(begin);
    return { ...look, automations: null, rules: null };
  };
  const cache = { ...NO_CACHE, read: async () => ({ at: 0, sequences: [], next: 'more', unreadable: 0 }) };
  void serveDetails(own, { find, kit: waiting, cache, reports });
  await found;
  reports.end(81);
  expect(over).not.toHaveBeenCalled();
  reports.end(80);
  expect(over).toHaveBeenCalledOnce();
  expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
  expect(told.some(({ done }) => done)).toBe(false);
});
