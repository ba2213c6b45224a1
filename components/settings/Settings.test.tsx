// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readCountdown } from '../../utils/settings.ts';
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
/** What the browser allows, and what it answers when it is asked. */
const access = vi.hoisted(() => {
  const listeners = new Set<() => void>();
  const event = {
    addListener: (listener: () => void) => void listeners.add(listener),
    removeListener: (listener: () => void) => void listeners.delete(listener),
  };
  const permissions = {
    allowed: false,
    answer: false,
    contains: async () => permissions.allowed,
    async request() {
      permissions.become(permissions.answer);
      return permissions.answer;
    },
    become(allowed: boolean) {
      permissions.allowed = allowed;
      for (const listener of listeners) listener();
    },
    listeners,
    onAdded: event,
    onRemoved: event,
  };
  return permissions;
});
vi.mock('wxt/browser', () => ({ browser: { storage: { local }, permissions: access } }));

const root = document.createElement('main');
document.body.append(root);
afterEach(() => render(null, root));
const selects = () => [...root.querySelectorAll('select')];
const days = () => selects()[0]?.value;
const countdown = () => selects()[1]?.value;
const side = () => selects()[2]?.value;
const checks = () => [...root.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
const saves = () => checks().find((one) => one.getAttribute('aria-describedby') === 'saves-hint');
const automations = () => checks().find((one) => one.getAttribute('aria-describedby') === 'pages-hint');

function choose(place: number, value: string): void {
  const select = selects()[place] as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

test('what another page chooses is shown at once, and what is chosen here is kept', async () => {
  render(<Settings />, root);
  await expect.poll(days).toBe('90');
  await expect.poll(() => automations()?.checked).toBe(false);
  expect(side()).toBe('right');
  expect(countdown()).toBe('5');
  await local.set({ keepDays: 365, automations: true, launcherSide: 'left', countdown: 20 });
  await expect.poll(days).toBe('365');
  await expect.poll(() => automations()?.checked).toBe(true);
  await expect.poll(side).toBe('left');
  await expect.poll(countdown).toBe('20');
  choose(0, '30');
  await expect.poll(() => local.get('keepDays')).toEqual({ keepDays: 30 });
  choose(1, '30');
  await expect.poll(() => local.get('countdown')).toEqual({ countdown: 30 });
  choose(2, 'right');
  await expect.poll(() => local.get('launcherSide')).toEqual({ launcherSide: 'right' });
  automations()?.click();
  await expect.poll(() => local.get('automations')).toEqual({ automations: false });
  render(null, root);
  await expect.poll(() => local.listeners.size).toBe(0);
});

test('a time to cancel that is none of those on offer counts as the usual one', async () => {
  for (const countdown of [undefined, 0, 7, '30', null, -5]) {
    await local.set({ countdown });
    expect(await readCountdown(local)).toBe(5);
  }
});

describe('saving every backup to Downloads', () => {
  beforeEach(async () => {
    access.become(false);
    await local.set({ saveBackups: false });
    render(<Settings />, root);
    await expect.poll(() => saves()?.checked).toBe(false);
  });

  test('is on once the browser allows it', async () => {
    access.answer = true;
    saves()?.click();
    await expect.poll(() => saves()?.checked).toBe(true);
    expect(await local.get('saveBackups')).toEqual({ saveBackups: true });
    saves()?.click();
    await expect.poll(() => saves()?.checked).toBe(false);
    expect(await local.get('saveBackups')).toEqual({ saveBackups: false });
  });

  test('stays off where the browser does not allow it, and says so', async () => {
    access.answer = false;
    saves()?.click();
    await expect.poll(() => root.textContent).toContain('Your browser didn’t allow downloads');
    expect(saves()?.checked).toBe(false);
    expect(await local.get('saveBackups')).toEqual({ saveBackups: false });
  });

  test('is off where that was taken back, and says so', async () => {
    access.answer = true;
    saves()?.click();
    await expect.poll(() => saves()?.checked).toBe(true);
    access.become(false);
    await expect.poll(() => saves()?.checked).toBe(false);
    expect(root.textContent).toContain('no longer allows Safe Delete to download files');
    saves()?.click();
    await expect.poll(() => saves()?.checked).toBe(true);
    expect(root.textContent).not.toContain('no longer allows');
    render(null, root);
    await expect.poll(() => access.listeners.size).toBe(0);
  });
});
