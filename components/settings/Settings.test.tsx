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
const days = () => root.querySelector('select')?.value;
const automations = () => root.querySelector<HTMLInputElement>('input[type=checkbox]');

test('what another page chooses is shown at once, and what is chosen here is kept', async () => {
  render(<Settings />, root);
  await expect.poll(days).toBe('90');
  expect(automations()?.checked).toBe(false);
  await local.set({ keepDays: 365, automations: true });
  await expect.poll(days).toBe('365');
  await expect.poll(() => automations()?.checked).toBe(true);
  const select = root.querySelector('select') as HTMLSelectElement;
  select.value = '30';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await expect.poll(() => local.get('keepDays')).toEqual({ keepDays: 30 });
  automations()?.click();
  await expect.poll(() => local.get('automations')).toEqual({ automations: false });
  render(null, root);
  await expect.poll(() => local.listeners.size).toBe(0);
});
