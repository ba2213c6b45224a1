// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test } from 'vitest';
import type { Details } from '../../utils/review/details.ts';
import type { Look } from '../../utils/review/review.ts';
import { ReviewStep } from './ReviewStep.tsx';
import { estimated, look } from './testing/fakes.ts';

function show(details: Details | null, change: Partial<Look> = {}, waiting = false) {
  const root = document.createElement('main');
  const nothing = () => {};
  render(
    <ReviewStep
      look={{ ...look, ...change }}
      arriving={{ details, waiting }}
      pageAccount={null}
      onPause={nothing}
      onResume={nothing}
      onDelete={nothing}
      onBackUp={nothing}
    />,
    root,
  );
  // What only keeps room is neither seen nor heard.
  for (const one of root.querySelectorAll('[aria-hidden]')) one.remove();
  return {
    root,
    text: root.textContent ?? '',
    verdict: root.querySelector('.verdict')?.textContent ?? '',
    figure: root.querySelector('.figure')?.textContent ?? null,
    alerts: [...root.querySelectorAll('[role=alert]')].map((one) => one.querySelector('h2, p')?.textContent),
  };
}

const unread = { known: false, problem: { kind: 'timeout' } } as const;
const people = (value: number): Partial<Look> => ({ activeSubscribers: { known: true, value } });
const published = (count: number): Partial<Look> => ({
  emails: { known: true, value: { published: count, drafts: 1 } },
});
const paused: Partial<Look> = { sequence: { ...look.sequence, active: false } };
const excluding = { excludedFrom: [{ id: 93, name: 'Win back' }], whole: true };
const unreadOthers = { excludedFrom: [], whole: false };

test('the number that is large is how many wait', () => {
  expect(show(estimated({ from: 20, to: 40 }))).toMatchObject({ figure: '20–40', alerts: ['In use'] });
  expect(show(estimated({ from: 20, to: 40 })).verdict).toContain(
    '20–40 subscribers are still waiting for emails.',
  );
  expect(show(estimated({ from: 0, to: 40 }))).toMatchObject({ figure: '40' });
  expect(show(estimated({ from: 7, to: 7 }))).toMatchObject({ figure: '7' });
});

test('a range that says nothing is left out', () => {
  for (const details of [estimated({ from: 0, to: 1284 }), null]) {
    const { figure, verdict } = show(details);
    expect(figure).toBe(null);
    expect(verdict).toContain('Any of its subscribers may still be waiting for emails.');
  }
});

test('until the number is there it is being counted', () => {
  const { verdict, figure } = show(null, {}, true);
  expect(verdict).toContain('Counting the subscribers who are still waiting…');
  expect(figure).toBe(null);
  expect(show(estimated({ from: 20, to: 40 }), {}, true).verdict).not.toContain('Counting');
});

test('what is listed below is advised to be looked at only where something of its own is listed', () => {
  const through = estimated({ from: 0, to: 0 });
  const unlisted =
    /^Check firstEveryone.*We couldn’t check automations, Rules, forms, and websites\. If none/;
  expect(show(through).verdict).toMatch(unlisted);
  expect(show(through, published(0)).verdict).toContain('We couldn’t check automations, Rules,');
  expect(show({ ...through, references: excluding }).verdict).toContain('Check what’s listed below first.');
});

test('what is still being read is not called unread', () => {
  const change = { ...people(0), references: unreadOthers };
  expect(show(null, change, true).verdict).toMatch(/^Can’t tell yet.*Checking where it’s used…/);
  expect(show(null, change, true).verdict).not.toContain('couldn’t');
  expect(show(null, change).verdict).toMatch(/^Can’t tellIt has no.*We couldn’t read all of your other/);
  // What is unread for good is said at once.
  expect(show(null, { activeSubscribers: unread, references: unreadOthers }, true).verdict).toMatch(
    /^Can’t tellWe couldn’t count/,
  );
});

test('it is an alert where somebody is at stake, also where nobody could be counted', () => {
  expect(show(null).alerts).toEqual(['In use']);
  expect(show(null, { activeSubscribers: unread }).alerts).toEqual(['Can’t tell']);
  expect(show(null, people(0)).alerts).toEqual([]);
});

test('a page of another account is the one alert, and nothing is advised that cannot be done', () => {
  const { alerts, verdict, text } = show(null, { pageAccountId: 2 });
  expect(alerts).toEqual([expect.stringContaining('This sequence belongs to')]);
  expect(verdict).not.toContain('Pause it');
  expect(text).not.toContain('Delete sequence');
});

/** What must not be said in two ways. */
const TOPICS = [
  /no subscribers|0 active subscribers/g,
  /couldn’t count/g,
  /couldn’t read its emails|couldn’t work out/g,
  /no published email|0 published emails/g,
  /received every/gi,
  /exclude/g,
  /places?|undo that/g,
  /Visual Automations?|None of the automations|your automations, and/g,
  /None of the Rules|Rules? uses? it|your Rules, and/g,
  /paused/gi,
];
const using = { id: 501, name: 'New path', live: true };
const STATES: [string, Details | null, Partial<Look>][] = [
  ['in use', estimated({ from: 13, to: 19 }), {}],
  ['in use, uncounted', null, {}],
  ['in use, and paused', estimated({ from: 13, to: 19 }), paused],
  ['check first: all are through', estimated({ from: 0, to: 0 }), {}],
  ['check first: nothing is published', null, published(0)],
  ['check first: another excludes it', null, { ...people(0), references: excluding }],
  ['looks unused', null, people(0)],
  ['looks unused, and has no emails', null, { ...people(0), ...published(0) }],
  ['looks unused, and paused', null, { ...people(0), ...paused }],
  ['can’t tell: people', null, { activeSubscribers: unread }],
  ['can’t tell: emails', null, { emails: unread, schedule: null }],
  ['can’t tell: other sequences', null, { ...people(0), references: unreadOthers }],
  ['of another account', estimated({ from: 13, to: 19 }), { pageAccountId: 2 }],
  ...(
    [
      ['read', { state: 'read', usedBy: [], read: 2, unread: 0 }],
      ['some unread', { state: 'read', usedBy: [], read: 2, unread: 1 }],
      ['unread', { state: 'unread', why: 'led away' }],
    ] as const
  ).map(([name, automations]): [string, null, Partial<Look>] => [
    `automations: ${name}`,
    null,
    { ...people(0), automations: automations as Look['automations'] },
  ]),
  ...(
    [
      ['none', { state: 'read', usedBy: [], read: 2, unread: 0 }],
      ['one', { state: 'read', usedBy: [{ ...using, trigger: true, action: false }], read: 2, unread: 0 }],
      ['unread', { state: 'unread', why: 'led away' }],
    ] as const
  ).map(([name, rules]): [string, null, Partial<Look>] => [
    `Rules: ${name}`,
    null,
    {
      ...people(0),
      ...{ rules: rules as Look['rules'], automations: { state: 'read', usedBy: [], read: 2, unread: 0 } },
    },
  ]),
  [
    'automations: one',
    null,
    { ...people(0), automations: { state: 'read', usedBy: [using], read: 1, unread: 0 } },
  ],
];

test.each(STATES)('nothing is said twice: %s', (_name, details, change) => {
  const { root, text } = show(details, change);
  const all = [...root.querySelectorAll('p, li, h2, h3, summary')].flatMap(
    ({ textContent }) => textContent?.split(/(?<=[.:])\s/) ?? [],
  );
  // A number may be the same as another one.
  const sentences = all.filter((one) => !/^[\d–,]+$/.test(one));
  expect(sentences.length).toBeGreaterThan(8);
  expect(sentences.filter((one, at) => sentences.indexOf(one) !== at)).toEqual([]);
  expect(text.match(/1,284/g)?.length ?? 0).toBeLessThan(2);
  const visible = root.querySelectorAll('.verdict, .card > :not(details)');
  const seen = [...visible].map(({ textContent }) => textContent).join(' ');
  for (const topic of TOPICS) expect(seen.match(topic)?.slice(1) ?? [], `${topic}`).toEqual([]);
});
