// @vitest-environment happy-dom
import { render } from 'preact';
import { useState } from 'preact/hooks';
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

test('where no sequence is named, nothing is being looked at', () => {
  expect(said(show(null, null))).toBe('');
});
