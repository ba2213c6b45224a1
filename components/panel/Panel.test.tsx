// @vitest-environment happy-dom
import { render } from 'preact';
import { useReducer } from 'preact/hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import { ask } from '../../utils/messages/ask.ts';
import { type Look, reviewOf } from '../../utils/review/review.ts';
import type { SequenceJob, SequenceJobKind, SequenceJobState } from '../../utils/sequence/sequence-job.ts';
import { useConnectionChange } from '../connection/hooks.ts';
import { useSequenceJob } from '../jobs/follow.ts';
import { look } from '../review/testing/fakes.ts';
import { Panel } from './Panel.tsx';

vi.mock('../../utils/messages/ask.ts');
vi.mock('../connection/hooks.ts');
vi.mock('../jobs/follow.ts');
vi.mock('../ui/stored.ts', () => ({ useStored: () => null }));
vi.mock('../retire/follow.ts', () => ({
  useRetirement: () => ({ retirement: null, open: null, follow: nothing, forget: nothing }),
}));
vi.mock('../watch/follow.ts', () => ({
  useWatch: () => ({ watch: null, connect: nothing, follow: nothing }),
}));
vi.mock('../review/details.ts', () => ({ useDetails: () => ({ details: null, waiting: false }) }));

/** What Kit holds, as the next review will show it. */
let now: Look;
let reviews = 0;
let job: SequenceJob | null = null;
let tell: (told: SequenceJob | null) => void = () => {};
const forget = () => tell(null);
const nothing = () => {};
let reconnect = nothing;
let root: HTMLElement;

beforeEach(() => {
  now = { ...look, at: Date.now() };
  job = null;
  vi.mocked(ask).mockImplementation((async (name: string) => {
    if (name === 'connection.accounts') return [];
    if (name !== 'review.gather') return { ok: true };
    reviews += 1;
    return { ok: true, value: { ...now, id: `review ${reviews}`, at: Date.now() } };
  }) as never);
  vi.mocked(useConnectionChange).mockImplementation((changed) => {
    reconnect = changed;
  });
  vi.mocked(useSequenceJob).mockImplementation(() => {
    const [, again] = useReducer((turn: number, _: null) => turn + 1, 0);
    tell = (told) => {
      job = told;
      again(null);
    };
    return { told: job, lost: false, forget, connect: nothing, expect: nothing };
  });
  root = document.createElement('main');
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
  vi.useRealTimers();
});

const text = () => root.textContent ?? '';
const button = (name: string) =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === name);
async function press(name: string) {
  await expect.poll(() => button(name)).toBeTruthy();
  button(name)?.click();
}
const field = () => root.querySelector<HTMLInputElement>('input:not([type=checkbox])');
const backUp = () => root.querySelector<HTMLInputElement>('input[type=checkbox]');

async function open() {
  render(<Panel target={{ sequenceId: 80 }} />, root);
  await expect.poll(() => button('Delete sequence')).toBeTruthy();
}
/** To where one press more deletes. */
async function toTyped() {
  await press('Delete sequence');
  await expect.poll(field).toBeTruthy();
  const input = field() as HTMLInputElement;
  input.value = 'Welcome';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await expect.poll(() => button('Delete now')?.disabled).toBe(false);
}
async function untick() {
  backUp()?.click();
  await expect.poll(text).toContain('Nothing will be saved.');
}
const gains = (people: number) => {
  now = { ...now, activeSubscribers: { known: true, value: people } };
};
const told = (state: SequenceJobState, kind: SequenceJobKind = 'delete') => {
  const fields = { kind, subject: 'sequence/80', sequenceId: 80, backupId: null, state };
  tell({ ...JOB_FIELDS, ...fields, review: reviewOf({ ...look, id: `review ${reviews}` }) });
};
const started = () =>
  vi.mocked(ask).mock.calls.flatMap(([name, payload]) => (name === 'sequence.start' ? [payload] : []));
const GREW = 'It has 1,984 subscribers now; it had 1,284 when you looked.';

async function expectFreshReview(sentence: string) {
  await expect.poll(() => button('Delete sequence')).toBeTruthy();
  expect(button('Delete now')).toBeUndefined();
  expect(text()).toContain(sentence);
  expect(text()).toContain('1,984 active subscribers');
}

describe('a new review is shown first, with what changed, and asks for everything again', () => {
  test('after a cancelled delete', async () => {
    await open();
    await toTyped();
    await untick();
    gains(1984);
    told({ step: 'cancelled', by: 'person' });
    await press('Check again');
    await expectFreshReview(GREW);
    await press('Delete sequence');
    await expect.poll(() => field()?.value).toBe('');
    expect(backUp()?.checked).toBe(true);
    expect(button('Delete now')?.disabled).toBe(true);
  });

  test('after a reconnection, also of another account', async () => {
    await open();
    await toTyped();
    await untick();
    gains(1984);
    reconnect();
    await expectFreshReview(GREW);
    await press('Delete sequence');
    await expect.poll(() => field()?.value).toBe('');
    expect(backUp()?.checked).toBe(true);
  });

  test('before a delete without a backup, with why there is none, and for that review alone', async () => {
    await open();
    await toTyped();
    gains(1984);
    told({ step: 'refused', why: { kind: 'no backup', problem: { kind: 'storage full' } } });
    await press('Delete without a backup');
    await expectFreshReview(GREW);
    expect(text()).toContain('Your browser has no room for the backup.');
    await press('Delete sequence');
    await expect.poll(() => backUp()?.checked).toBe(false);
    expect(field()?.value).toBe('');
    reconnect();
    await press('Delete sequence');
    await expect.poll(() => backUp()?.checked).toBe(true);
    expect(text()).not.toContain('Your browser has no room for the backup.');
  });

  test('in a panel that showed nothing but the job before', async () => {
    render(<Panel target={{ sequenceId: 80 }} />, root);
    told({ step: 'cancelled', by: 'panel closed' });
    gains(1984);
    await press('Check again');
    await expectFreshReview(GREW);
  });
});

test('what was changed here on purpose is no news', async () => {
  await open();
  now = { ...now, sequence: { ...now.sequence, active: false } };
  told({ step: 'done', how: 'now' }, 'pause');
  await press('Check again');
  await expect.poll(() => button('Delete sequence')).toBeTruthy();
  expect(text()).toContain('Paused');
  expect(text()).not.toContain('Someone paused it.');
});

test('a delete names the review that was on the screen, whose number stands beside the button', async () => {
  await open();
  const id = `review ${reviews}`;
  await toTyped();
  expect(text()).toContain('Up to 1,284 subscribers may still be waiting for emails.');
  await press('Delete now');
  expect(started().at(-1)).toEqual({ kind: 'delete', sequenceId: 80, reviewId: id, backUp: true });
});

describe('old numbers', () => {
  const HOURS = 3 * 3_600_000;

  test('are told with their age while the panel stays in sight', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    await open();
    expect(text()).not.toContain('Last checked');
    vi.advanceTimersByTime(HOURS);
    await expect.poll(text).toContain('Last checked 3 hours ago.');
    await press('Delete sequence');
    await expect.poll(() => button('Delete now')).toBeTruthy();
    expect(text()).toContain('Last checked 3 hours ago.');
    gains(1984);
    await press('Check again');
    await expectFreshReview(GREW);
    expect(text()).not.toContain('Last checked');
  });

  test('are asked for again when the panel comes back into sight', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await open();
    await toTyped();
    gains(1984);
    const before = reviews;
    vi.setSystemTime(Date.now() + 60_000);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(reviews).toBe(before);
    vi.setSystemTime(Date.now() + HOURS);
    document.dispatchEvent(new Event('visibilitychange'));
    await expectFreshReview(GREW);
    expect(reviews).toBe(before + 1);
  });
});

test('a press that meets another job says that it started nothing, and shows that job', async () => {
  await open();
  const usual = vi.mocked(ask).getMockImplementation();
  vi.mocked(ask).mockImplementation((async (name: string, payload: never) =>
    name === 'sequence.start'
      ? { ok: false, problem: { kind: 'busy' } }
      : usual?.(name as never, payload)) as never);
  await toTyped();
  await press('Delete now');
  await expect.poll(started).toHaveLength(1);
  told({ step: 'backing up', progress: null }, 'back up');
  await expect.poll(text).toContain('what you pressed wasn’t started');
  expect(text()).toContain('Backing up this sequence…');
});
