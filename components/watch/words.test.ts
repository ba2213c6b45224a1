import { describe, expect, test } from 'vitest';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import type { Seen, Watch } from '../../utils/watch/watch.ts';
import { look } from '../review/testing/fakes.ts';
import { untilWords, watchWords } from './words.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 4, 3, 12);
const END = { from: NOW + 5 * DAY, to: NOW + 6 * DAY };

const seen: Seen = { at: NOW, isActive: true, waiting: { from: 4, to: 4 }, until: END, added: 0 };
const watchOf = (change: Partial<Watch>): Watch => ({
  ...JOB_FIELDS,
  ...{ kind: 'watch', subject: 'watch/80', sequenceId: 80, review: look, notify: false },
  ...{ found: seen, unseen: null, looks: [], toldComingAt: null, toldClearAt: null },
  ...{ startedAt: NOW, state: { step: 'resting', lookAt: NOW + 3 * DAY } },
  ...change,
});
const words = (change: Partial<Watch>) => watchWords(watchOf(change)).join(' ');

test('when nobody waits any more: between two times, at one, or at the latest at one', () => {
  expect(untilWords(END, NOW)).toMatch(
    /after May 8, .* at the earliest, and after May 9, .* at the latest\.$/,
  );
  expect(untilWords({ from: END.to, to: END.to + 1000 }, NOW)).not.toContain('earliest');
  expect(untilWords({ from: NOW, to: END.to }, NOW)).toMatch(/after May 9, .* at the latest\.$/);
});

describe('what is told of a watch', () => {
  test('who waits, until when, and when it is looked at next', () => {
    const text = words({});
    for (const part of ['4 subscribers are still waiting.', 'at the latest', 'Next check: May 6'])
      expect(text).toContain(part);
    expect(words({ found: { ...seen, waiting: { from: 0, to: 1500 } } })).toContain('Up to 1,500 ');
    expect(words({ found: { ...seen, waiting: { from: 3, to: 4 } } })).toContain('3–4 subscribers');
  });

  test('that others keep coming in, after a few days and not before', () => {
    const found = { ...seen, added: 7 };
    expect(words({ found })).not.toContain('came in');
    expect(words({ found, startedAt: NOW - 3 * DAY })).toContain('7 subscribers came in since');
  });

  test('that it is paused, and never that nobody waits', () => {
    const text = words({ found: { ...seen, isActive: false, waiting: { from: 0, to: 4 }, until: null } });
    expect(text).toContain('It’s paused, so nobody gets any further.');
    expect(text).not.toContain('Nobody is waiting');
  });

  test('that nobody waits, and nothing that was reckoned before', () => {
    const found = { ...seen, waiting: { from: 0, to: 0 } };
    const text = words({ found, state: { step: 'due', lookAt: NOW + DAY } });
    expect(text).toBe('Last checked May 3, 2026: Nobody is waiting anymore. Delete it?');
  });

  test('that Kit could not be asked, and when it has ended, nothing but that', () => {
    expect(words({ unseen: { kind: 'not connected' } })).toContain('We couldn’t check it in Kit');
    expect(words({ state: { step: 'ended', why: 'deleted' } })).toBe(
      'It was deleted, so we stopped watching.',
    );
    expect(words({ found: null, state: { step: 'looking' } })).toBe('Checking who is waiting…');
  });
});
