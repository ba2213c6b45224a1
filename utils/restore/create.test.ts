import { describe, expect, test } from 'vitest';
import type { KitProblem, KitResult } from '../kit/problems.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { create, name, publish, type Task, write } from './create.ts';
import { planOf } from './plan.ts';
import { type Answers, answeringKit } from './testing/answering-kit.ts';
import { restoreOf } from './testing/fakes.ts';

const OWN = 'Welcome';
const MARKED = `${OWN} (restoring 3f9a2c7e)`;
const core = {
  sequence: { id: 80, name: OWN, active: true, updated_at: 'then', email_template_id: 3 },
  emails: [
    { id: 801, subject: 'Hello', published: true, position: 0, delay_value: 1, delay_unit: 'days' },
    { id: 802, subject: 'Bye', published: false, position: 1, delay_value: 1, delay_unit: 'days' },
  ],
  names: [],
  references: { excludedFrom: [], whole: true },
};
const published = [true, false];
const email: SequenceEmail = {
  ...{ id: 9002, subject: 'Hello', published: false, position: 0, delay_value: 1, delay_unit: 'days' },
};
const sequence: Sequence = { id: 9001, name: MARKED, active: false, updated_at: 'now' };
const made = {
  ...{ sequenceId: 9001, fingerprint: 'p', named: false },
  emails: [{ id: 9002, fingerprint: 'e' }],
};

const gone = fail({ kind: 'not found' } as const);
const timeout = fail({ kind: 'timeout' } as const);
const forbidden = fail({ kind: 'forbidden' } as const);
const refused = fail({ kind: 'invalid' as const, messages: ['No'] });
const tooLarge = fail({ kind: 'too large' } as const);
const odd = (status: number) => ({ kind: 'not understood', status, requestId: null });
const failed = (problem: object, transient: boolean) => ({ event: 'failed', problem, transient });
const madeGone = failed({ kind: 'made gone' }, false);

/** A step on a Kit that gives these answers. */
function task(answers: Answers) {
  const { asked, kit, wait } = answeringKit(answers);
  const on: Task = { kit, wait, core, plan: planOf(core), restore: restoreOf(), now: () => 7 };
  return { on, asked };
}

/** What the two changes that can be made again have in common: what Kit answers, what looks show, what is told. */
type Asked<T> = [string, answer: KitResult<T>, looks: KitResult<T>[], told: object];
const changes = <T>(before: T, after: T, done: object): Asked<T>[] => [
  ['Kit does it', ok(after), [], done],
  ['the reply is lost, and a look shows it', timeout, [ok(after)], done],
  ['the reply is lost, and a look does not show it', timeout, [ok(before)], failed(timeout.problem, true)],
  [
    'the reply is lost, and so is the look',
    timeout,
    [fail({ kind: 'unreachable' })],
    failed(timeout.problem, true),
  ],
  ['Kit refuses one that it did already', refused, [ok(after)], done],
  ['Kit refuses it for good', refused, [ok(before)], { event: 'left out', messages: ['No'], published }],
  ['it is too large', tooLarge, [ok(before)], { event: 'left out', messages: [], published }],
  ['Kit refuses it, and nobody can look', refused, [timeout], failed(refused.problem, false)],
  ['Kit forbids it', forbidden, [ok(before)], failed(forbidden.problem, false)],
  ['Kit says yes, and holds something else', ok(before), [], failed(odd(200), false)],
  ['Kit knows it no more', gone, [gone, gone], madeGone],
  ['the reply is lost, and it is gone', timeout, [gone, gone], madeGone],
  ['one look does not find it', timeout, [gone, ok(after)], done],
  ['Kit says that it is gone, and a look shows it', gone, [ok(before)], failed(odd(404), false)],
  ['Kit says that it is gone, and nobody can look', gone, [timeout], failed(timeout.problem, true)],
];

describe('publishing an email', () => {
  const cases = changes(email, { ...email, published: true }, { event: 'published', published });
  test.each(cases)('%s', async (_, answer, looks, told) => {
    const given = { updateEmail: [answer], email: [...looks] };
    const { on, asked } = task(given);
    expect(await publish(on, made, 0)).toEqual(told);
    expect(asked[0]).toBe('["updateEmail",9001,9002,{"published":true}]');
    expect(asked.slice(1).filter((one) => one !== '["email",9001,9002]')).toEqual(
      looks.length > 1 ? ['waits 2000'] : [],
    );
    expect(given.email).toEqual([]);
  });
});

describe('giving it its own name', () => {
  test.each(changes(sequence, { ...sequence, name: OWN }, { event: 'named' }))(
    '%s',
    async (_, answer, looks, told) => {
      const given = { updateSequence: [answer], sequence: [...looks] };
      const { on, asked } = task(given);
      expect(await name(on, made)).toEqual(told);
      expect(asked[0]).toBe(JSON.stringify(['updateSequence', 9001, { name: OWN }]));
      expect(given.sequence).toEqual([]);
    },
  );
});

describe('writing an email', () => {
  const second = { ...email, id: 9003, subject: 'Bye', position: 1 };
  const writing = (given: Answers, minimal = false) => {
    const { on, asked } = task(given);
    return write(on, made, 1, minimal).then((event) => ({ event, asked }));
  };

  test.each<[string, Answers, object]>([
    [
      'its reply is lost',
      { createEmail: [timeout] },
      { event: 'reply lost', problem: timeout.problem, at: 7 },
    ],
    ['Kit forbids it', { createEmail: [forbidden] }, failed(forbidden.problem, false)],
    ['the sequence is gone', { createEmail: [gone], sequence: [gone, gone] }, madeGone],
    [
      'Kit says once that the sequence is gone',
      { createEmail: [gone], sequence: [gone, ok(sequence)] },
      failed(odd(404), false),
    ],
    ['Kit refuses it, and the sequence is gone', { createEmail: [refused], emails: [gone, gone] }, madeGone],
    [
      'Kit refuses it, and nobody can look',
      { createEmail: [refused], emails: [timeout] },
      failed(timeout.problem, true),
    ],
    [
      'Kit refuses it for good',
      { createEmail: [refused], emails: [gone, ok([email])] },
      { event: 'left out', messages: ['No'], published },
    ],
  ])('%s', async (_, given, told) => {
    expect((await writing(given)).event).toEqual(told);
  });

  test('Kit refuses the second one that a browser sent: the first one is it', async () => {
    const { event } = await writing({
      createEmail: [refused],
      emails: [ok([email, second])],
      email: [ok(second)],
    });
    expect(event).toMatchObject({ event: 'written', email: { id: 9003 }, published });
  });
});

describe('making the sequence', () => {
  const making = async (answer: KitResult<Sequence>, form: 'full' | 'minimal' | 'bare' = 'full') => {
    const { on, asked } = task({ createSequence: [answer] });
    return { event: await create(on, form), asked };
  };

  test('it has the mark in its name, and not its own name yet', async () => {
    const { event, asked } = await making(ok(sequence));
    expect(JSON.parse(asked[0] ?? '')).toEqual([
      'createSequence',
      { name: MARKED, active: false, email_template_id: 3 },
    ]);
    const about = { sequenceId: 9001, emails: [], named: false, fingerprint: expect.any(String) };
    expect(event).toEqual({ event: 'made', made: about, of: 2, published });
  });

  test('what Kit may refuse it for is left out, and named', async () => {
    expect((await making(refused)).event).toEqual({
      ...{ event: 'not taken', form: 'minimal', fields: ['email_template_id'], messages: ['No'] },
    });
  });

  test.each<[string, KitProblem, object]>([
    ['lost', timeout.problem, { event: 'reply lost', problem: timeout.problem, at: 7 }],
    ['forbidden', forbidden.problem, failed(forbidden.problem, false)],
    // Nothing was made, so that nothing is gone.
    ['not found', gone.problem, failed(odd(404), false)],
  ])('%s: that is told', async (_, problem, told) => {
    expect((await making(fail(problem))).event).toEqual(told);
  });

  test('a bare one that Kit refuses has nothing left to leave out', async () => {
    const { event, asked } = await making(refused, 'bare');
    expect(event).toEqual(failed(refused.problem, false));
    expect(asked).toEqual([JSON.stringify(['createSequence', { name: MARKED, active: false }])]);
  });
});
