// @vitest-environment happy-dom
import { render } from 'preact';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Details } from '../../utils/review/details.ts';
import type { Estimate } from '../../utils/review/estimate.ts';
import type { WaitingPerson } from '../../utils/review/waiting-people.ts';
import { copyText } from '../ui/copy.ts';
import { look as welcome } from './testing/fakes.ts';
import { WaitingPeople } from './WaitingPeople.tsx';

vi.mock('../ui/copy.ts');

const email = (id: number, subject: string) => ({
  ...{ id, subject, published: true, position: id, delay_value: 1, delay_unit: 'days', send_days: null },
});
const look = { ...welcome, schedule: [email(1, 'Hello'), email(2, 'More'), email(3, '')] };
const noon = Date.UTC(2026, 10, 20, 12);
const person = (id: number, change: Partial<WaitingPerson> = {}): WaitingPerson => ({
  ...{ id, name: `Ann ${id}`, address: `ann${id}@example.com`, next: { from: 1, to: 1 }, perhapsNone: false },
  ...{ due: { from: noon, to: noon + 1_800_000 }, ...change },
});
const range = { from: 0, to: 3 };
const estimate: Estimate = {
  ...{ waiting: [], midway: range, finished: range, unsent: range, farOff: null, causes: [], caveats: [] },
};

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement('main');
  document.body.replaceChildren(root);
});
function show(people: WaitingPerson[] | null, midway = range) {
  const details: Details = {
    ...{
      allSubscribers: null,
      lately: null,
      until: null,
      people,
      references: look.references,
      automations: null,
      rules: null,
    },
    ...{ estimate: { ...estimate, midway }, done: true },
  };
  render(<WaitingPeople look={look} arriving={{ details, waiting: false }} />, root);
}
const button = (name: string) =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === name);
async function open() {
  button('Show who is waiting')?.click();
  await expect.poll(() => root.querySelector('ul')).toBeTruthy();
}
const rows = () => [...root.querySelectorAll('li')].map(({ textContent }) => textContent);

test('nobody is named before a person wants to see them', () => {
  show([person(7)]);
  expect(root.textContent).not.toContain('ann7');
  expect(button('Show who is waiting')?.getAttribute('aria-expanded')).toBe('false');
});

test('each with their next email, when it is due, and a link to Kit’s page of them', async () => {
  show([
    person(7),
    person(8, { name: ' ', next: { from: 0, to: 2 }, perhapsNone: true, due: null }),
    person(9, { name: '', address: '', next: { from: 2, to: 2 } }),
  ]);
  await open();
  const [first, second, third] = rows();
  expect(first).toMatch(/^Ann 7 ann7@example.comNext: “\u2068More\u2069”\. Due: Nov 20, 2026, /);
  expect(second).toBe('ann8@example.comNext: one of emails 1–3. May have received everything already.');
  expect(third).toContain('Subscriber 9Next: “\u2068(no subject)\u2069”.');
  const links = [...root.querySelectorAll('a')].map(({ href }) => href);
  expect(links).toEqual([7, 8, 9].map((id) => `https://app.kit.com/subscribers/${id}`));
  expect(root.textContent).not.toContain('more subscriber');
});

test('1,000 are listed at most, and how many more there may be is said', async () => {
  show(
    Array.from({ length: 1002 }, (_, at) => person(at + 1)),
    { from: 1002, to: 1005 },
  );
  await open();
  expect(rows()).toHaveLength(1000);
  expect(root.textContent).toContain('5 more subscribers may be waiting');
});

test('the copy is a CSV that no spreadsheet runs', async () => {
  vi.mocked(copyText).mockResolvedValue(true);
  show([person(7, { name: '=HYPERLINK("x")' }), person(8, { name: 'A, b', due: null })]);
  await open();
  button('Copy as CSV')?.click();
  await expect.poll(() => root.querySelector('[role=status]')?.textContent).toBe('Copied.');
  expect(vi.mocked(copyText).mock.calls[0]?.[0]).toBe(
    [
      'Email address,First name,Next email,Due from,Due until',
      `ann7@example.com,"'=HYPERLINK(""x"")",More,2026-11-20T12:00:00.000Z,2026-11-20T12:30:00.000Z`,
      'ann8@example.com,"A, b",More,,',
      '',
    ].join('\r\n'),
  );
  vi.mocked(copyText).mockResolvedValue(false);
  button('Copy as CSV')?.click();
  await expect.poll(() => root.querySelector('[role=status]')?.textContent).toContain('didn’t allow');
});

test('where people were too many to be looked at, or nobody waits, there is nothing to show', () => {
  show(null);
  expect(root.textContent).toBe('');
  show([]);
  expect(root.textContent).toBe('');
});
