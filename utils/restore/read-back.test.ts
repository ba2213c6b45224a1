import { expect, test } from 'vitest';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { planOf } from './plan.ts';
import { readBack } from './read-back.ts';
import { type Answers, answeringKit } from './testing/answering-kit.ts';
import { restoreOf } from './testing/fakes.ts';

const sequence: Sequence = { id: 80, name: 'Welcome', active: false, updated_at: 'then' };
const email = (id: number, change: Partial<SequenceEmail> = {}): SequenceEmail => ({
  ...{ id, subject: 'Hello', published: false, position: 0, delay_value: 1, delay_unit: 'days', ...change },
});
const core = {
  ...{ sequence, emails: [email(801)], names: [] },
  references: { excludedFrom: [], whole: true },
};
const made = {
  ...{ sequenceId: 9001, fingerprint: 'p', named: true },
  emails: [{ id: 1, fingerprint: 'e' }, null],
};
const gone = fail({ kind: 'not found' } as const);
const held = ok({ ...sequence, id: 9001 });
const read = (answers: Answers) => {
  const { kit, wait } = answeringKit(answers);
  return readBack({ kit, wait, core, plan: planOf(core), restore: restoreOf(), now: () => 0 }, made);
};
const kindsOf = (event: Awaited<ReturnType<typeof read>>) =>
  event.event === 'compared' ? event.comparison.different.map(({ why }) => why.kind) : event;

test('what is as it was sent has no difference', async () => {
  const all = await read({ sequence: [held], emails: [ok([email(1)])], email: [ok(email(1))] });
  expect(all).toMatchObject({ event: 'compared', comparison: { different: [] }, named: [] });
});

test('nothing is missing because Kit said so once', async () => {
  const once = await read({
    ...{ sequence: [gone, held], emails: [gone, ok([email(1)])], email: [gone, ok(email(1))] },
  });
  expect(kindsOf(once)).toEqual([]);
  const twice = await read({ sequence: [held], emails: [ok([])], email: [gone, gone] });
  expect(kindsOf(twice)).toEqual(['missing']);
  const madeGone = { event: 'failed', problem: { kind: 'made gone' }, transient: false };
  expect(await read({ sequence: [gone, gone] })).toEqual(madeGone);
  expect(await read({ sequence: [held], emails: [gone, gone] })).toEqual(madeGone);
});

test('an email of somebody else is named; a second copy of ours, and one that is gone by now, are not', async () => {
  const others = [email(2, { subject: 'Mine' }), email(3), email(4, { subject: 'Gone' })];
  const [mine, copy] = others.map((one) => ok(one));
  const event = await read({
    sequence: [held],
    emails: [ok([email(1), ...others])],
    email: [ok(email(1)), mine ?? gone, copy ?? gone, gone, gone],
  });
  expect(event).toMatchObject({ event: 'compared', named: [2] });
  expect(kindsOf(event)).toEqual(['extra']);
});

test.each<[string, (lost: ReturnType<typeof fail<KitProblem>>) => Answers]>([
  ['the sequence', (lost) => ({ sequence: [lost] })],
  ['its emails', (lost) => ({ sequence: [held], emails: [lost] })],
  ['an email of it', (lost) => ({ sequence: [held], emails: [ok([])], email: [lost] })],
  [
    'an email of somebody else',
    (lost) => ({ sequence: [held], emails: [ok([email(2)])], email: [ok(email(1)), lost] }),
  ],
])('where %s cannot be read, nothing is compared', async (_, answers) => {
  const problem: KitProblem = { kind: 'unreachable' };
  expect(await read(answers(fail(problem)))).toEqual({ event: 'failed', problem, transient: true });
});
