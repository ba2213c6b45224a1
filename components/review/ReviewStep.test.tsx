// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test } from 'vitest';
import type { Details } from '../../utils/review/details.ts';
import type { Range } from '../../utils/review/estimate.ts';
import type { Look } from '../../utils/review/review.ts';
import { ReviewStep } from './ReviewStep.tsx';
import { look } from './testing/fakes.ts';

const none = { from: 0, to: 0 };
const detailsWith = (midway: Range): Details => ({
  ...{ allSubscribers: null, people: null, lately: null, done: true },
  ...{ references: look.references, automations: null },
  estimate: { waiting: [], midway, finished: none, unsent: none, farOff: null, causes: [], caveats: [] },
});

function show(details: Details | null, change: Partial<Look> = {}) {
  const root = document.createElement('main');
  const nothing = () => {};
  render(
    <ReviewStep
      look={{ ...look, ...change }}
      arriving={{ details, waiting: false }}
      pageAccount={null}
      onPause={nothing}
      onResume={nothing}
      onDelete={nothing}
      onBackUp={nothing}
    />,
    root,
  );
  return { text: root.textContent ?? '', alert: root.querySelector('[role=alert]')?.textContent ?? '' };
}

const ALL = 'If you delete it, 1,284 subscribers won’t get any more emails from this sequence.';

test('the alert says the whole number, and how many of them wait once that is known', () => {
  expect(show(null).alert).toBe(ALL);
  expect(show(detailsWith({ from: 20, to: 40 })).alert).toBe(
    `${ALL} Still waiting for emails: 20–40 of them.`,
  );
  expect(show(detailsWith({ from: 0, to: 40 })).alert).toContain('0–40 of them');
  expect(show(detailsWith({ from: 1284, to: 1284 })).alert).toContain('1,284 of them');
  expect(show(detailsWith(none)).alert).toContain('none of them is still waiting');
});

test('an estimate that says no more than the number is left out', () => {
  expect(show(detailsWith({ from: 0, to: 1284 })).alert).toBe(ALL);
});

test('an unknown number stays unknown', () => {
  const activeSubscribers = { known: false, problem: { kind: 'timeout' } } as const;
  expect(show(detailsWith({ from: 20, to: 40 }), { activeSubscribers }).alert).not.toContain('of them');
});

test('automations: what is said depends on whether somebody wants them to be read', () => {
  expect(show(null).text).toContain('Kit doesn’t say which Visual Automations');
  const { text } = show(null, { automations: { state: 'reading' } });
  expect(text).not.toContain('Kit doesn’t say which');
  expect(text).toContain('update the Visual Automations');
  expect(text).toContain('Look through your automations');
});
