import { afterEach, expect, test, vi } from 'vitest';
import { type Demand, hear, type Witness } from './frame.ts';

afterEach(() => vi.useRealTimers());

const SECRET = '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f';
const VOUCH = { pageAccountId: 29, inSight: true };
/** The content script, whose frame has this secret. */
const says = (vouch: unknown): Witness => vi.fn(async (secret) => (secret === SECRET ? vouch : null));
const DEMANDS: Demand[] = ['in sight', 'ours', 'nothing'];

test.each(DEMANDS)('a tab of its own needs nobody to vouch for it, where %s is asked', async (demand) => {
  expect(await hear(demand, null, undefined)).toEqual({ frame: null });
});

test.each<[string, Demand, unknown, string | undefined, 'frame' | 'out of sight' | null]>([
  ['made by us and seen', 'in sight', VOUCH, SECRET, null],
  ['made by us and unseen', 'in sight', { ...VOUCH, inSight: false }, SECRET, 'out of sight'],
  ['made by us and unseen, which will do', 'ours', { ...VOUCH, inSight: false }, SECRET, null],
  ['without a secret', 'in sight', VOUCH, undefined, 'frame'],
  ['without a secret, which will not do either', 'ours', VOUCH, undefined, 'frame'],
  ['with a secret that was guessed', 'in sight', VOUCH, crypto.randomUUID(), 'frame'],
  ['with a secret that was guessed, again', 'ours', VOUCH, crypto.randomUUID(), 'frame'],
  ['of a tab without our content script', 'ours', undefined, SECRET, 'frame'],
  ['of an account that is none', 'ours', { ...VOUCH, pageAccountId: '29' }, SECRET, 'frame'],
  ['vouched for with half a word', 'in sight', { pageAccountId: 29 }, SECRET, 'frame'],
  ['vouched for with more than a word', 'in sight', { ...VOUCH, more: 1 }, SECRET, 'frame'],
  ['seen, but only so called', 'in sight', { ...VOUCH, inSight: 'yes' }, SECRET, 'frame'],
])('a frame %s', async (_name, demand, vouch, secret, refused) => {
  const heard = await hear(demand, says(vouch), secret);
  expect(heard).toMatchObject(refused ? { refused } : { frame: { pageAccountId: 29 } });
});

test('what may be stopped may be stopped from anywhere, and nobody is asked', async () => {
  const witness = says(null);
  expect(await hear('nothing', witness, undefined)).toEqual({ frame: null });
  expect(witness).not.toHaveBeenCalled();
});

test('the account of the page is asked for again', async () => {
  let account: number | null = 29;
  const heard = await hear('ours', async () => ({ pageAccountId: account, inSight: false }), SECRET);
  if (!('frame' in heard)) throw new Error('Refused');
  account = 31;
  expect(await heard.frame?.pageAccount()).toBe(31);
  account = null;
  expect(await heard.frame?.pageAccount()).toBeNull();
});

test('a tab that cannot be asked, or does not answer, vouches for nothing', async () => {
  expect(await hear('ours', () => Promise.reject(new Error('gone')), SECRET)).toEqual({ refused: 'frame' });
  vi.useFakeTimers();
  const heard = hear('ours', () => new Promise(() => {}), SECRET);
  await vi.runAllTimersAsync();
  expect(await heard).toEqual({ refused: 'frame' });
});
