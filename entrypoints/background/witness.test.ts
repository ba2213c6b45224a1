import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { hear } from '../../utils/messages/frame.ts';
import { witnessOf } from './witness.ts';

vi.mock('wxt/browser', () => ({ browser: { tabs: {} } }));

type Sender = Parameters<typeof witnessOf>[0];
const tab = { id: 7 } as NonNullable<Sender['tab']>;

test('what has a tab to itself, the popup and the page that keeps files are in no frame', () => {
  expect(witnessOf({ tab, frameId: 0 }, 'panel')).toBeNull();
  for (const kind of ['popup', 'saver'] as const) {
    expect(witnessOf({}, kind)).toBeNull();
    expect(witnessOf({ frameId: 0 }, kind)).toBeNull();
  }
});

test('a panel that is neither in a tab nor has a number is not taken for the popup', async () => {
  for (const kind of ['panel', 'manager', 'options', null] as const) {
    const witness = witnessOf({}, kind);
    expect(await hear('in sight', witness, 'secret')).toEqual({ refused: 'frame' });
    expect(await hear('ours', witness, 'secret')).toEqual({ refused: 'frame' });
  }
});

test('a frame in a tab is asked for at the page around it, whatever it is', async () => {
  const sendMessage = vi.fn(async () => ({ pageAccountId: null, inSight: true }));
  Object.assign(browser.tabs, { sendMessage });
  for (const kind of ['panel', 'popup'] as const) {
    await witnessOf({ tab, frameId: 3 }, kind)?.('secret');
    expect(sendMessage).toHaveBeenLastCalledWith(7, { vouchFor: 'secret' }, { frameId: 0 });
  }
  expect(sendMessage).toHaveBeenCalledTimes(2);
});
