// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Details } from '../../utils/review/details.ts';
import type { Look } from '../../utils/review/review.ts';
import { ReviewStep } from '../review/ReviewStep.tsx';
import { TypedName } from '../review/TypedName.tsx';
import { estimated, look } from '../review/testing/fakes.ts';
import { faultsAfterTranslation } from '../ui/testing/translation.ts';

const nothing = () => undefined;
const schedule = [1, 2].map((id) => ({
  ...{ id, subject: `Letter ${id}`, published: true, position: id, delay_value: 1, delay_unit: 'days' },
  send_days: null,
}));
const review = (details: Details | null, change: Partial<Look> = {}) => (
  <ReviewStep
    look={{ ...look, schedule, ...change }}
    arriving={{ details, waiting: details === null }}
    {...{ pageAccount: null, onPause: nothing, onResume: nothing, onDelete: nothing, onBackUp: nothing }}
  />
);
const range = { from: 3, to: 9 };
const { estimate } = estimated(range);
const rows = (people: typeof range) => schedule.map(({ id }) => ({ emailId: id, people }));
const whole = estimated(range, {
  allSubscribers: { known: true, value: 1_480 },
  lately: { day: 1, week: 2, month: 3, last: 0 },
  estimate: estimate && {
    ...estimate,
    ...{ waiting: rows(range), finished: { from: 7, to: 8 } },
  },
});
const typed = (words: string) => <TypedName sequence={look.sequence} typed={words} onType={nothing} />;

test.each([
  ['the numbers that come later', review(null), review(whole)],
  [
    'numbers that are corrected',
    review({ ...whole, estimate: estimate && { ...estimate, waiting: rows({ from: 1, to: 40 }) } }),
    review(whole),
  ],
  ['what to type next', typed('Wel'), typed('Other')],
  ['nothing more to type', typed('Wel'), typed('Welcome')],
])('a page that was translated goes on to show %s', (_, before, after) => {
  expect(faultsAfterTranslation(before, after)).toEqual([]);
});
