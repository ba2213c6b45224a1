// @vitest-environment happy-dom
import { render } from 'preact';
import { beforeEach, expect, test } from 'vitest';
import type { Details } from '../../utils/review/details.ts';
import type { ScheduledEmail } from '../../utils/review/estimate.ts';
import type { Look } from '../../utils/review/review.ts';
import type { Arriving } from './details.ts';
import { EstimateNote } from './EstimateNote.tsx';
import { look as welcome } from './testing/fakes.ts';

const email = (id: number, subject: string): ScheduledEmail => ({
  ...{ id, subject, published: true, position: id, delay_value: 1, delay_unit: 'days', send_days: null },
});
const look: Look = {
  ...welcome,
  activeSubscribers: { known: true, value: 2000 },
  schedule: [email(7, 'Hello <b>you</b>'), email(8, ''), email(9, 'سلام')],
};
const details: Details = {
  ...{ allSubscribers: null, people: null, references: look.references, done: true },
  automations: null,
  rules: null,
  lately: null,
  until: null,
  estimate: {
    waiting: [
      { emailId: 7, people: { from: 0, to: 0 } },
      { emailId: 8, people: { from: 1000, to: 1500 } },
      { emailId: 9, people: { from: 300, to: 300 } },
    ],
    midway: { from: 1300, to: 1800 },
    finished: { from: 200, to: 700 },
    unsent: { from: 2300, to: 3300 },
    farOff: null,
    causes: ['by day'],
    caveats: ['hold'],
  },
};

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement('main');
  document.body.replaceChildren(root);
});
function show(arriving: Arriving, change: Partial<Look> = {}) {
  render(<EstimateNote look={{ ...look, ...change }} arriving={arriving} />, root);
  return root.textContent ?? '';
}
const all = (selector: string) => [...root.querySelectorAll(selector)];
const texts = (selector: string) => all(selector).map(({ textContent }) => textContent);

test('who is through and what would not be sent has its bounds, and each caveat its words', () => {
  const text = show({ details, waiting: false });
  expect(text).toContain('Received every email: 200–700');
  expect(text).toContain('Emails that would never be sent: 2,300–3,300');
  expect(texts('details li')).toEqual([
    expect.stringContaining('stay in it'),
    expect.stringContaining('Kit counts them by day'),
  ]);
});

test('which counter holds is explained with the rest', () => {
  show({ details, waiting: false }, { sequence: { ...look.sequence, subscriber_count: 2100 } });
  expect(texts('details li')[0]).toContain('Kit’s own counter says 2,100.');
});

test('a table of names and numbers, and a bar each that can be walked to', () => {
  show({ details, waiting: false });
  expect(texts('tbody th')).toEqual(['1. Hello <b>you</b>', '2. (no subject)', '3. سلام']);
  expect(texts('tbody bdi')).toHaveLength(3);
  expect(all('tbody b')).toEqual([]);
  expect(texts('tbody td').map((text) => text?.trim())).toEqual(['0', '1,000–1,500', '300']);
  const bars = all('[role=img]');
  expect(bars.map((bar) => bar.getAttribute('tabindex'))).toEqual(['0', '0', '0']);
  expect(bars[1]?.getAttribute('aria-label')).toContain('1,000–1,500 waiting');
  const parts = bars.map((bar) =>
    [...bar.children].map(
      (part) => `${part.className} ${Math.round(parseFloat((part as HTMLElement).style.width))}`,
    ),
  );
  // Where nobody waits, no band looks like a bar.
  expect(bars.map(({ className }) => className.includes('none'))).toEqual([true, false, false]);
  expect(parts).toEqual([[], ['may 100', 'surely 67'], ['may 20', 'surely 20']]);
  expect(root.querySelector('table')?.getAttribute('aria-labelledby')).toBe(
    root.querySelector('h3')?.getAttribute('id'),
  );
});

test('the emails stand there from the start, and their numbers come later', () => {
  const published = { emails: { known: true, value: { published: 3, drafts: 0 } } } as const;
  show({ details: null, waiting: true }, published);
  const before = texts('tbody th');
  expect(before).toHaveLength(3);
  expect(all('tbody td .bone')).toHaveLength(3);
  expect(all('[role=img]')).toEqual([]);
  show({ details, waiting: false }, published);
  expect(texts('tbody th')).toEqual(before);
  expect(all('tbody td .bone')).toEqual([]);
});

test('the room of what came is kept where nothing is left to say', () => {
  show({ details: null, waiting: true });
  expect(all('.room.pending')).toHaveLength(1);
  const through = { ...details.estimate, midway: { from: 0, to: 0 } } as Details['estimate'];
  const text = show({ details: { ...details, estimate: through }, waiting: false });
  expect(all('.room.pending')).toEqual([]);
  for (const one of all('[aria-hidden]')) one.remove();
  expect(text).not.toBe('');
  expect(root.textContent).not.toContain('Received every email');
});

test('a range from nobody to everybody is left out', () => {
  const estimate = { ...details.estimate, finished: { from: 0, to: 2000 } } as Details['estimate'];
  expect(show({ details: { ...details, estimate }, waiting: false })).not.toContain('Received every email');
});

test('if it never comes it is not known', () => {
  const without = { ...details, estimate: null };
  for (const known of [without, null]) {
    expect(show({ details: known, waiting: false })).toContain('couldn’t work out');
  }
});

test('of nobody, of no published email, and of what the verdict calls unread, there is nothing to say', () => {
  const unread = { known: false, problem: { kind: 'timeout' } } as const;
  const done = { details: null, waiting: false };
  expect(show(done, { activeSubscribers: { known: true, value: 0 } })).toBe('');
  expect(show(done, { emails: { known: true, value: { published: 0, drafts: 2 } } })).toBe('');
  expect(show(done, { activeSubscribers: unread })).toBe('');
  expect(show(done, { emails: unread })).toBe('');
  expect(show(done, { schedule: null })).toContain('couldn’t work out');
});
