import { describe, expect, test } from 'vitest';
import type { Tools } from '../jobs/job.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { fingerprintOfEmail, fingerprintOfSequence } from './fingerprints.ts';
import { markedName, planOf } from './plan.ts';
import type { RestoreKit } from './problems.ts';
import { markOf, type Work } from './restore.ts';
import { restoreOf } from './testing/fakes.ts';
import { restoreStep } from './work.ts';

const notFound = fail({ kind: 'not found' } as const);
const core = {
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: 'then' },
  emails: [{ id: 801, subject: 'Hello', published: true, position: 0, delay_value: 1, delay_unit: 'days' }],
  names: [],
  references: { excludedFrom: [], whole: true },
} as const;
const plan = planOf(core as never);
const sequence = {
  ...{ id: 9001, name: markedName('Welcome', markOf(restoreOf())), active: false, updated_at: 'now' },
};
const email = { ...core.emails[0], id: 9002 } as SequenceEmail;

/** A step on a Kit that holds the new sequence and its email, but for what `change` says. */
async function step(state: Work, change: Partial<Record<keyof RestoreKit, () => Promise<unknown>>>) {
  const kit = {
    sequence: async () => ok(sequence),
    emails: async () => ok([email]),
    email: async () => ok(email),
    countSubscribers: async () => ok(0),
    ...change,
  } as unknown as RestoreKit;
  const made = {
    sequenceId: 9001,
    fingerprint: await fingerprintOfSequence(sequence),
    emails: [{ id: 9002, fingerprint: await fingerprintOfEmail(email) }],
    named: false,
  };
  const tools = { now: () => 0, signal: new AbortController().signal, wait: async () => undefined };
  return restoreStep(
    { kit, core: core as never, plan, people: 0 },
    restoreOf({ state, made }),
    tools as unknown as Tools<never>,
  );
}

/** Says that it is not there so often, and then how it is. */
function notFoundFor(times: number, answer: unknown) {
  let left = times;
  return async () => {
    left -= 1;
    return left >= 0 ? notFound : answer;
  };
}
const second = (answer: unknown) => notFoundFor(1, answer);
const always = notFoundFor(Infinity, null);

const then = { step: 'done' } as const;

describe('a 404', () => {
  test('before a removal, of one email, does not make the sequence an edited one', async () => {
    expect(await step({ step: 'inspecting' }, { email: second(ok(email)) })).toEqual({
      event: 'untouched',
    });
    expect(await step({ step: 'inspecting' }, { email: always })).toEqual({
      event: 'kept',
      why: { kind: 'edited' },
    });
  });

  test.each<[keyof RestoreKit, Work]>([
    [
      'deleteSequence',
      {
        step: 'removing twin',
        sequenceId: 9003,
        then,
        sends: 0,
        named: [],
        looks: 0,
        waited: 0,
        look: null,
      },
    ],
    [
      'deleteEmail',
      {
        step: 'removing email',
        id: 9004,
        subject: 'Hello',
        then,
        sends: 0,
        named: [],
        looks: 0,
        waited: 0,
        look: null,
      },
    ],
  ])('to %s of a copy is looked at, and counts as a try', async (call, state) => {
    expect(await step(state, { [call]: always })).toMatchObject({ event: 'reply lost' });
  });
});
