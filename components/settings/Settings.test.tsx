// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { Settings } from './Settings.tsx';

/** The browser's storage, as far as this needs it: whoever listens hears of every change. */
const local = vi.hoisted(() => {
  const kept: Record<string, unknown> = {};
  const listeners = new Set<() => void>();
  return {
    listeners,
    get: async (key: string) => ({ [key]: kept[key] }),
    async set(items: Record<string, unknown>) {
      Object.assign(kept, items);
      for (const listener of listeners) listener();
    },
    onChanged: {
      addListener: (listener: () => void) => void listeners.add(listener),
      removeListener: (listener: () => void) => void listeners.delete(listener),
    },
  };
});
vi.mock('wxt/browser', () => ({ browser: { storage: { local } } }));

const root = document.createElement('main');
document.body.append(root);
afterEach(() => render(null, root));
const selects = () => [...root.querySelectorAll('select')];
const days = () => selects()[0]?.value;
const side = () => selects()[1]?.value;
const automations = () => root.querySelector<HTMLInputElement>('input[type=checkbox]');

function choose(place: number, value: string): void {
  const select = selects()[place] as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

test('what another page chooses is shown at once, and what is chosen here is kept', async () => {
  render(<Settings />, root);
  await expect.poll(days).toBe('90');
  expect(automations()?.checked).toBe(false);
  expect(side()).toBe('right');
  await local.set({ keepDays: 365, automations: true, launcherSide: 'left' });
  await expect.poll(days).toBe('365');
  await expect.poll(() => automations()?.checked).toBe(true);
  await expect.poll(side).toBe('left');
  choose(0, '30');
  await expect.poll(() => local.get('keepDays')).toEqual({ keepDays: 30 });
  choose(1, 'right');
  await expect.poll(() => local.get('launcherSide')).toEqual({ launcherSide: 'right' });
  automations()?.click();
  await expect.poll(() => local.get('automations')).toEqual({ automations: false });
  render(null, root);
  await expect.poll(() => local.listeners.size).toBe(0);
});
