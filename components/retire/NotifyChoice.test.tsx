// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { NotifyButton, NotifyChoice } from './NotifyChoice.tsx';

vi.mock('wxt/browser', () => ({ browser: { permissions: {} } }));

afterEach(() => render(null, document.body));

const noFreshPress = () => Promise.reject(new Error('May only be called from a user input handler'));

test.each([true, false])(
  'where the browser does not ask, what it allowed before counts: %s',
  async (allowed) => {
    Object.assign(browser.permissions, { request: noFreshPress, contains: async () => allowed });
    const root = document.body;
    const chosen = vi.fn();
    const pressed = vi.fn();
    render(
      <>
        <NotifyChoice value={false} onChange={chosen} />
        <NotifyButton describedBy="" onAllowed={pressed} />
      </>,
      root,
    );
    const box = root.querySelector('input');
    box?.click();
    await expect.poll(() => chosen.mock.lastCall).toEqual([allowed]);
    expect(box?.checked).toBe(allowed);
    root.querySelector('button')?.click();
    await new Promise((resolve) => setTimeout(resolve));
    expect(pressed).toHaveBeenCalledTimes(allowed ? 1 : 0);
  },
);

test('whoever refuses is not notified', async () => {
  Object.assign(browser.permissions, { request: async () => false, contains: async () => true });
  const root = document.body;
  const chosen = vi.fn();
  render(<NotifyChoice value={false} onChange={chosen} />, root);
  root.querySelector('input')?.click();
  await expect.poll(() => chosen.mock.lastCall).toEqual([false]);
});
