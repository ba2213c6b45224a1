// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test, vi } from 'vitest';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import { ask } from '../../utils/messages/ask.ts';
import { ok } from '../../utils/result.ts';
import type { RetirementEnd } from '../../utils/retire/retirement.ts';
import { review } from '../../utils/sequence/testing/fakes.ts';
import { RetiredPage } from './RetiredPage.tsx';

vi.mock('../../utils/messages/ask.ts');

const retirementOf = (id: string, state: RetirementEnd) => ({
  ...{ ...JOB_FIELDS, kind: 'retire', subject: 'retire/80', sequenceId: 80, id, state },
  ...{ review: { ...review, sequence: { ...review.sequence, name: id } }, notify: false, retiredAt: null },
  ...{
    remindAt: 0,
    remindedAt: null,
    referredBefore: null,
    found: null,
    unseen: null,
    attempts: 0,
    notBack: null,
  },
});

test('what rested is told apart from what was never retired', async () => {
  const ends: RetirementEnd[] = [
    { step: 'ended', why: 'deleted' },
    { step: 'ended', why: 'removed' },
    { step: 'not paused', end: { step: 'busy' } },
    { step: 'failed', problem: { kind: 'timeout' } },
  ];
  const retirements = ends.map((state, at) => retirementOf(`S${at}`, state));
  vi.mocked(ask).mockResolvedValue(ok(retirements) as never);
  const root = document.createElement('main');
  render(<RetiredPage />, root);
  const sections = () =>
    [...root.querySelectorAll('section')].map((section) =>
      [...section.querySelectorAll('h2, h3')].map(({ textContent }) => textContent),
    );
  await expect.poll(sections).toEqual([
    ['No longer on this list', 'S0', 'S1'],
    ['Not retired', 'S2', 'S3'],
  ]);
  // The heading has said so.
  expect(root.textContent?.match(/Not retired/g)).toHaveLength(1);
});
