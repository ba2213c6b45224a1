import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CountAnswer,
  type Estimate,
  estimate,
  questionsFor,
  type Range,
  type ScheduledEmail,
  type ScheduleOfSequence,
} from './estimate.ts';
import { type SimulatedWorld, simulate, type Truth } from './testing/estimate-simulator.ts';
import { anyWorld, ordinaryWorld, shownOf, WEEKDAYS } from './testing/estimate-worlds.ts';

const DAY = 24 * 60 * 60_000;
const width = ({ from, to }: Range) => to - from;
const ranges = ({ waiting, midway, finished, unsent }: Estimate) => [
  midway,
  finished,
  unsent,
  ...waiting.map(({ people }) => people),
];

function within(value: number, { from, to }: Range, what: string) {
  expect(from, `${what}, at least`).toBeLessThanOrEqual(value);
  expect(to, `${what}, at most`).toBeGreaterThanOrEqual(value);
}

function given(result: Estimate | null): Estimate {
  if (result === null) throw new Error('There should be an estimate');
  return result;
}

function holds(result: Estimate, truth: Truth) {
  within(truth.midway, result.midway, 'midway');
  within(truth.finished, result.finished, 'finished');
  within(truth.unsent, result.unsent, 'unsent');
  expect(result.waiting).toHaveLength(truth.waiting.length);
  for (const [index, { people }] of result.waiting.entries()) {
    within(truth.waiting[index] ?? -1, people, `waiting for ${index}`);
  }
}

function ask(world: SimulatedWorld, truth: Truth, most = Infinity): CountAnswer[] {
  const questions = questionsFor(world.sequence, world.emails, world.now, most);
  return questions.map((question) => ({ question, count: truth.count(question) }));
}

function average(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

describe('against a simulator', () => {
  test('200 ordinary sequences: the truth lies within the bounds, and they are narrow', () => {
    const widths: [midway: number, unsent: number, waiting: number][] = [];
    fc.assert(
      fc.property(ordinaryWorld, (world) => {
        const truth = simulate(world);
        const { sequence, emails, now } = world;
        const result = given(estimate({ sequence, emails, active: truth.active, now }, ask(world, truth)));
        holds(result, truth);
        const { waiting, midway, unsent } = result;
        if (truth.active === 0 || waiting.length === 0) return;
        widths.push([
          width(midway) / truth.active,
          width(unsent) / truth.active / waiting.length,
          average(waiting.map(({ people }) => width(people))) / truth.active,
        ]);
      }),
      { numRuns: 200 },
    );
    const [midway, unsent, waiting] = [0, 1, 2].map((which) =>
      average(widths.map((each) => each[which] ?? 1)),
    );
    const percent = (share = 1) => `${(share * 100).toFixed(1)} %`;
    console.info(
      `Average width of the bounds, 100 % being no knowledge: midway ${percent(midway)}, never sent ${percent(unsent)}, waiting for one email ${percent(waiting)}`,
    );
    expect(midway).toBeLessThan(0.2);
    expect(unsent).toBeLessThan(0.28);
    expect(waiting).toBeLessThan(0.36);
  });

  test('200 sequences of any kind, oddly shown, with few questions that are older than the answers', () => {
    const asked = fc.record({ most: fc.nat(12), before: fc.nat(3 * DAY), unread: fc.array(fc.boolean()) });
    const shown = anyWorld.chain((world) => fc.tuple(fc.constant(world), shownOf(world), asked));
    fc.assert(
      fc.property(shown, ([world, { sequence, emails }, { most, before, unread }]) => {
        const truth = simulate(world);
        const answers = questionsFor(sequence, emails, world.now - before, most).map((question, index) => ({
          question,
          count: unread[index] ? null : truth.count(question),
        }));
        holds(given(estimate({ sequence, emails, active: truth.active, now: world.now }, answers)), truth);
      }),
      { numRuns: 200 },
    );
  });

  test('questions that ask for people added before a day are answered as well', () => {
    fc.assert(
      fc.property(ordinaryWorld, (world) => {
        const truth = simulate(world);
        const answers = ask(world, truth).map(({ question: { addedAfter } }) => {
          const question = { addedAfter: null, addedBefore: addedAfter };
          return { question, count: truth.count(question) };
        });
        const { sequence, emails, now } = world;
        holds(given(estimate({ sequence, emails, active: truth.active, now }, answers)), truth);
      }),
      { numRuns: 30 },
    );
  });
});

describe('questions', () => {
  const anyOdd = anyWorld.chain((world) => fc.tuple(fc.constant(world.now), shownOf(world)));

  test('are at most so many, at most one for each published email, and the same again', () => {
    fc.assert(
      fc.property(anyOdd, fc.nat(15), ([now, { sequence, emails }], most) => {
        const questions = questionsFor(sequence, emails, now, most);
        expect(questions.length).toBeLessThanOrEqual(most);
        expect(questions.length).toBeLessThanOrEqual(emails.filter(({ published }) => published).length);
        expect(questionsFor(sequence, emails.toReversed(), now, most)).toEqual(questions);
        const days = questions.map(({ addedAfter }) => addedAfter ?? '');
        expect(days).toEqual([...new Set(days)].sort());
        for (const day of days) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
        expect(questions.every(({ addedBefore }) => addedBefore === null)).toBe(true);
      }),
    );
  });

  test('are among those of a longer list, so that more of them never make bounds wider', () => {
    fc.assert(
      fc.property(anyOdd, fc.nat(10), ([now, { sequence, emails }], most) => {
        const more = questionsFor(sequence, emails, now, most + 1);
        expect(more).toEqual(expect.arrayContaining(questionsFor(sequence, emails, now, most)));
      }),
    );
  });

  test('none where nothing needs asking', () => {
    expect(questionsFor(welcome, [], now, 10)).toEqual([]);
    expect(questionsFor(welcome, [email(1, 0)], now, 10)).toEqual([]);
    expect(questionsFor(welcome, [{ ...email(1, 3), published: false }], now, 10)).toEqual([]);
    expect(questionsFor(welcome, [email(1, 3)], now, 0)).toEqual([]);
    for (const never of [Number.NaN, Infinity, -Infinity]) {
      expect(questionsFor(welcome, [email(1, 3)], never, 10)).toEqual([]);
    }
    expect(questionsFor(welcome, [email(1, 3)], now, 10)).toHaveLength(1);
  });

  test('a sequence with an email for each day of a year takes no time', () => {
    const year = Array.from({ length: 365 }, (_, index) => email(index, 1));
    const began = process.threadCpuUsage();
    const questions = questionsFor(welcome, year, now, 100);
    const answers = questions.map((question) => ({ question, count: 7 }));
    expect(estimate({ sequence: welcome, emails: year, active: 7, now }, answers)?.waiting).toHaveLength(365);
    expect(questions).toHaveLength(100);
    // In µs of work, which others on a busy machine do not add to.
    expect(process.threadCpuUsage(began).user).toBeLessThan(2_000_000);
  });
});

describe('bounds', () => {
  test('unread and missing answers make them wider', () => {
    fc.assert(
      fc.property(anyWorld, fc.array(fc.boolean()), (world, unread) => {
        const truth = simulate(world);
        const { sequence, emails, now } = world;
        const answers = ask(world, truth);
        const blind = answers.map((answer, index) => (unread[index] ? { ...answer, count: null } : answer));
        const all = given(estimate({ sequence, emails, active: truth.active, now }, answers));
        const some = given(estimate({ sequence, emails, active: truth.active, now }, blind));
        const missing = blind.filter(({ count }) => count !== null);
        const fewer = given(estimate({ sequence, emails, active: truth.active, now }, missing));
        expect(ranges(fewer)).toEqual(ranges(some));
        expect(some.caveats.includes('some counts unread')).toBe(missing.length < answers.length);
        expect(fewer.caveats).not.toContain('some counts unread');
        for (const [index, { from, to }] of ranges(all).entries()) {
          within(from, ranges(some)[index] ?? { from: 0, to: -1 }, 'what was known');
          within(to, ranges(some)[index] ?? { from: 0, to: -1 }, 'what was known');
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are sums of each other, even where counts are nonsense', () => {
    const count = fc.oneof(fc.nat(2000), fc.constantFrom(null, -1, 0.5, Number.NaN));
    fc.assert(
      fc.property(
        ordinaryWorld,
        fc.nat(1000),
        fc.array(count),
        ({ sequence, emails, now }, active, counts) => {
          const answers = questionsFor(sequence, emails, now, Infinity).map((question, index) => ({
            question,
            count: counts[index] ?? null,
          }));
          const result = given(estimate({ sequence, emails, active, now }, answers));
          const { waiting, midway, finished, unsent } = result;
          for (const { from, to } of ranges(result)) {
            expect(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0).toBe(true);
            expect(from).toBeLessThanOrEqual(to);
          }
          expect(midway.from + finished.to).toBe(active);
          expect(midway.to + finished.from).toBe(active);
          const sum = (end: 'from' | 'to') => waiting.reduce((total, { people }) => total + people[end], 0);
          expect(sum('from')).toBeLessThanOrEqual(midway.to);
          expect(sum('to')).toBeGreaterThanOrEqual(midway.from);
          expect(unsent.from).toBeGreaterThanOrEqual(midway.from);
          expect(unsent.to).toBeLessThanOrEqual(active * waiting.length);
          expect(waiting.every(({ people }) => people.to <= active)).toBe(true);
        },
      ),
    );
  });

  test('nothing is said of an unknown number of people', () => {
    for (const active of [Number.NaN, -1, 1.5, Infinity]) {
      expect(estimate({ sequence: welcome, emails: [email(1, 1)], active, now }, [])).toBeNull();
    }
    expect(
      estimate({ sequence: welcome, emails: [email(1, 1)], active: 10, now: Number.NaN }, []),
    ).toBeNull();
  });

  test('without emails, or with one that goes out at once, everybody has had everything', () => {
    const emails = [[], [email(1, 0)], [{ ...email(1, 9), published: false }]];
    for (const list of emails) {
      const result = given(estimate({ sequence: welcome, emails: list, active: 10, now }, []));
      expect(result).toMatchObject({
        midway: { from: 0, to: 0 },
        finished: { from: 10, to: 10 },
        unsent: { from: 0, to: 0 },
      });
    }
  });

  // 2026-11-20 is a Friday. At 15:00 UTC the day's emails of 9:00 UTC are out.
  test('an example in numbers', () => {
    const emails = [email(1, 0), email(2, 20), email(3, 20)];
    const questions = questionsFor(welcome, emails, now, 10);
    // Who is on the earlier side of 10-09 was added by 10-10 12:00 UTC: the second email is out by 10-31, the third by
    // 11-20. Who is on the later side of 10-13 was added from 10-12 10:00 UTC on, and gets the third on 11-21 or later.
    expect(questions.map(({ addedAfter }) => addedAfter)).toEqual(['2026-10-09', '2026-10-13', '2026-11-02']);
    const counts = [50, 46, 20];
    const answers = questions.map((question, index) => ({ question, count: counts[index] ?? null }));
    const expected = {
      waiting: [
        { emailId: 1, people: { from: 0, to: 0 } },
        { emailId: 2, people: { from: 20, to: 46 } },
        { emailId: 3, people: { from: 0, to: 30 } },
      ],
      midway: { from: 46, to: 50 },
      finished: { from: 950, to: 954 },
      unsent: { from: 66, to: 96 },
      farOff: null,
      causes: ['by day'],
      caveats: ['schedule may have changed', 'automations may have moved people'],
    };
    expect(estimate({ sequence: welcome, emails, active: 1000, now }, answers)).toEqual(expected);
    const turned = answers.map(({ question, count }) => ({
      question: { addedAfter: null, addedBefore: question.addedAfter },
      count: 1000 - (count ?? 0),
    }));
    expect(estimate({ sequence: welcome, emails, active: 1000, now }, turned)).toEqual(expected);
    const both = answers.map(({ question, count }) => ({
      question: { ...question, addedBefore: '2026-12-31' },
      count,
    }));
    expect(estimate({ sequence: welcome, emails, active: 1000, now }, both)?.finished).toEqual({
      from: 0,
      to: 1000,
    });
  });

  test('nobody has surely had anything while paused, nor everything where people may go through it again', () => {
    const emails = [email(1, 0), email(2, 20), email(3, 20)];
    const questions = questionsFor(welcome, emails, now, 10);
    const answers = questions.map((question, index) => ({ question, count: [50, 46, 20][index] ?? null }));
    const people = (settings: Partial<ScheduleOfSequence>) => {
      const result = given(
        estimate({ sequence: { ...welcome, ...settings }, emails, active: 1000, now }, answers),
      );
      return [...result.waiting.map(({ people }) => people), result.midway];
    };
    expect(people({ active: false })).toEqual([
      { from: 0, to: 1000 },
      { from: 0, to: 1000 },
      { from: 0, to: 980 },
      { from: 46, to: 1000 },
    ]);
    expect(people({ repeat: true })).toEqual([
      { from: 0, to: 0 },
      { from: 20, to: 1000 },
      { from: 0, to: 980 },
      { from: 46, to: 1000 },
    ]);
  });

  test('a filter that Kit ignores makes nobody seem finished', () => {
    const emails = [email(1, 0), email(2, 20), email(3, 20)];
    const answers = questionsFor(welcome, emails, now, 10).map((question) => ({ question, count: 1000 }));
    expect(estimate({ sequence: welcome, emails, active: 1000, now }, answers)?.midway.to).toBe(1000);
  });
});

const now = Date.UTC(2026, 10, 20, 15);
const welcome: ScheduleOfSequence = {
  active: true,
  hold: false,
  repeat: false,
  send_days: WEEKDAYS,
  send_hour: 9,
  time_zone: 'UTC',
};
function email(id: number, days: number): ScheduledEmail {
  return {
    id,
    subject: `Email ${id}`,
    published: true,
    position: id,
    delay_value: days,
    delay_unit: 'days',
    send_days: null,
  };
}
