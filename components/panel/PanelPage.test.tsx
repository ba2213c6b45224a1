// @vitest-environment happy-dom
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { expect, test, vi } from 'vitest';
import { useBusy } from './busy.ts';
import { PanelPage } from './PanelPage.tsx';

const panel = vi.hoisted(() => ({ loaded: (_busy: boolean) => {} }));
vi.mock('../../utils/messages/ask.ts');
vi.mock('./sight.ts', () => ({ useSight: () => ({ sight: 'steady', cover: { current: null } }) }));
vi.mock('./Panel.tsx', () => ({
  NoTarget: () => 'no target',
  Panel() {
    const [busy, setBusy] = useState(true);
    panel.loaded = setBusy;
    if (String(busy) === 'broken') throw new Error('The extension is gone');
    useBusy(busy);
    return busy ? null : 'the review';
  },
}));

function show(target: { sequenceId: number } | null, handed: Promise<string> | null) {
  const root = document.createElement('main');
  render(<PanelPage target={target} handed={handed} onClose={() => undefined} />, root);
  return root;
}
const said = (root: HTMLElement) => root.querySelector('[role=status]')?.textContent;

test('that it is being looked at is said once, from the frame’s proof to the review, and then no more', async () => {
  const proof = Promise.withResolvers<string>();
  const root = show({ sequenceId: 80 }, proof.promise);
  expect(said(root)).toBe('Checking this sequence in Kit…');
  expect(root.querySelectorAll('.skeleton[aria-hidden=true]')).toHaveLength(1);
  // Seen, there is a shape and no text.
  expect(root.querySelector('[role=status]')?.className).toBe('unseen');
  const text = root.querySelector('[role=status]')?.firstChild;
  proof.resolve('secret');
  await expect.poll(() => root.querySelectorAll('.skeleton')).toHaveLength(0);
  expect(root.querySelector('[role=status]')?.firstChild).toBe(text);
  expect(said(root)).toBe('Checking this sequence in Kit…');
  panel.loaded(false);
  await expect.poll(() => said(root)).toBe('');
  expect(root.textContent).toContain('the review');
  panel.loaded(true);
  await expect.poll(() => said(root)).toBe('Checking this sequence in Kit…');
});

const headed = (root: HTMLElement) => [
  root.querySelectorAll('h1').length,
  root.querySelector('[role=alert] h1')?.textContent,
  root.querySelector('[role=alert] p')?.textContent,
];

test('a frame that nobody vouches for has a headline, as every failure has', () => {
  vi.useFakeTimers();
  const root = show({ sequenceId: 80 }, new Promise(() => {}));
  act(() => void vi.runAllTimers());
  vi.useRealTimers();
  expect(headed(root)).toEqual([
    1,
    'This panel can’t be used',
    expect.stringMatching(/^This panel wasn’t opened by/),
  ]);
});

test('so has a panel that an update of the extension cut off', async () => {
  const root = show({ sequenceId: 80 }, null);
  act(() => panel.loaded('broken' as never));
  await expect
    .poll(() => headed(root))
    .toEqual([
      1,
      'Safe Delete isn’t answering',
      expect.stringMatching(/^Safe Delete was updated or turned off/),
    ]);
});

test('where no sequence is named, nothing is being looked at', () => {
  expect(said(show(null, null))).toBe('');
});
