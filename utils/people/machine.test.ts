import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineEvent } from '../jobs/job.ts';
import { type Addition, doneOf, isAdditionEnded, type PersonOutcome } from './addition.ts';
import { additionJob } from './definition.ts';
import { BEGINNING } from './groups.ts';
import { type AdditionEvent, nextAddition, outcomesBy } from './machine.ts';
import { noAdditions } from './testing/fake-world.ts';

type AnyEvent = AdditionEvent | EngineEvent;

const { rest, waitsForAccount } = additionJob({
  latestRestore: async () => null,
  kit: () => {
    throw new Error('Nothing is asked here');
  },
  openBackup: async () => null,
  additions: noAdditions,
});
const at = 5000;
const by = 'person';
const unreachable = { kind: 'unreachable' } as const;
const begun = (repeat: boolean): Addition => ({
  ...{ id: '3f9a2c7e-6f0c-4b50-9f5b-1d2a3c4d5e6f', kind: 'add people', subject: 'people/9001', order: 1 },
  ...{ state: { step: 'activating' }, wish: null, attended: false, priority: 'bulk', parent: null },
  ...{ startedAt: 0, askedAt: 0, nextAt: 60_000, rests: 0, steps: [], seen: false },
  ...{ backupId: 'b', account: { id: 1, name: 'Juniper' }, sequenceId: 9001, repeat, group: 'start', of: 9 },
  counts: { added: 0, already: 0, gone: 0, refused: 0, unknown: 0 },
  place: BEGINNING,
  batch: { people: [], maySent: false },
});

/** What may happen to this one next. A batch that is there is the next one; of those who are sent some are left. */
function eventsOf({ batch, place }: Addition): AnyEvent[] {
  const next = { part: 'people/0001', index: place.index + 3 };
  const fresh = [1, 2, 3].map((offset) => ({ id: place.index + offset, email: '' }));
  const isBatched = batch.people.length > 0;
  const sent = (left: number, maySent: boolean): AnyEvent => ({
    event: 'sent',
    outcomes: batch.people.slice(left).map((person) => ({ ...person, outcome: 'added' })),
    left: batch.people.slice(0, left),
    maySent,
    problem: left > 0 ? (maySent ? unreachable : { kind: 'forbidden' }) : null,
  });
  return [
    { event: 'activated' },
    isBatched
      ? { event: 'batch', people: batch.people, place }
      : { event: 'batch', people: fresh, place: next },
    ...(isBatched ? [] : [{ event: 'all done' as const, place }]),
    ...[sent(0, false), sent(1, true), sent(2, false)],
    { event: 'failed', problem: unreachable },
    { event: 'failed', problem: { kind: 'paused at Kit' } },
    { event: 'failed', problem: { kind: 'unauthorized' } },
    { event: 'reconnected' },
    ...(['pause', 'resume', 'stop'] as const).map((event) => ({ event, by, at }) as const),
    { event: 'taken up', at },
    { event: 'given up' },
  ];
}

const FORWARD = ['activated', 'batch', 'sent', 'taken up', 'reconnected', 'resume'];

interface Step {
  before: Addition;
  event: AnyEvent;
  after: Addition;
}

/** One step after the other, each of which changes something. */
const walk = fc
  .tuple(fc.boolean(), fc.array(fc.nat({ max: 999 }), { maxLength: 25, size: 'max' }))
  .map(([repeat, choices]) => {
    const steps: Step[] = [];
    let before = begun(repeat);
    for (const choice of choices) {
      const from = before;
      const ways = eventsOf(from)
        .map((event): Step => ({ before: from, event, after: nextAddition(from, event) }))
        // A wish that changes nothing is no step.
        .filter(({ after }) => after !== from && !(after.state === from.state && after.batch === from.batch));
      const forward = ways.filter(({ event: { event } }) => FORWARD.includes(event));
      // Mostly on its way, or hardly any would get far.
      const some = choice % 4 > 0 && forward.length > 0 ? forward : ways;
      const step = some[Math.floor(choice / 4) % some.length];
      if (!step) break;
      steps.push(step);
      before = step.after;
    }
    return steps;
  });

const check = (property: (steps: Step[]) => void) =>
  fc.assert(fc.property(walk, property), { numRuns: 1000 });

test('what became of people is counted once, and kept for the report', () => {
  check((steps) => {
    const outcomes: PersonOutcome[] = [];
    for (const { before, event, after } of steps) {
      outcomes.push(...outcomesBy(before, event));
      expect(doneOf(after)).toBe(outcomes.length);
      const accounted = [...outcomes, ...after.batch.people].map(({ id }) => id);
      expect(new Set(accounted).size).toBe(accounted.length);
      // All but those whom a stop came before.
      if (after.state.step !== 'cancelled') expect(accounted.length).toBe(after.place.index);
    }
  });
});

test('people are sent only where that was just written down', () => {
  check((steps) => {
    for (const { before, event, after } of steps) {
      if (after.state.step !== 'sending') continue;
      expect(['batch', 'taken up', 'reconnected']).toContain(event.event);
      expect(['adding', 'blocked']).toContain(before.state.step);
    }
  });
});

test('of those who may have been sent nobody is forgotten', () => {
  check((steps) => {
    for (const { before, event, after } of steps) {
      const mayBeSent = before.state.step === 'sending' && event.event === 'taken up';
      if (!mayBeSent && !before.batch.maySent) continue;
      if (mayBeSent && before.repeat)
        expect(outcomesBy(before, event)).toHaveLength(before.batch.people.length);
      else if (after.batch.people.length > 0) expect(after.batch.maySent).toBe(true);
      else if (event.event !== 'sent') {
        expect(outcomesBy(before, event).map(({ outcome }) => outcome)).toContain('unknown');
      }
    }
  });
});

test('it can be paused, resumed and stopped wherever that means something', () => {
  check((steps) => {
    for (const { after } of steps) {
      const to = (event: 'pause' | 'resume' | 'stop') => nextAddition(after, { event, by, at });
      const { step } = after.state;
      if (isAdditionEnded(after)) {
        for (const event of ['pause', 'resume', 'stop'] as const) expect(to(event)).toBe(after);
        continue;
      }
      expect(to('stop').state).toEqual({ step: 'cancelled' });
      expect(to('stop').batch.people).toEqual([]);
      const { people, maySent } = after.batch;
      expect(doneOf(to('stop')) - doneOf(after)).toBe(maySent ? people.length : 0);
      expect(to('pause').state).toEqual({ step: 'paused' });
      if (['paused', 'blocked', 'checking'].includes(step) || 'unchecked' in after.state) {
        expect(to('resume').state).toEqual({ step: 'activating' });
      } else expect(to('resume')).toEqual(after);
    }
  });
});

test('what goes on by itself can be given up, and then waits for a person', () => {
  check((steps) => {
    for (const { after } of steps) {
      const given = nextAddition(after, { event: 'given up' });
      const waits = waitsForAccount?.(after) ?? null;
      if (isAdditionEnded(after) || (rest(after) === 'person' && waits === null)) expect(given).toBe(after);
      else {
        expect(given.state).toMatchObject({ step: 'blocked', problem: { kind: 'overdue' } });
        expect(rest(given)).toBe('person');
        expect(nextAddition(given, { event: 'taken up', at })).toBe(given);
        expect(nextAddition(given, { event: 'reconnected' })).toBe(given);
      }
    }
  });
});

test('only a press makes the sequence active', () => {
  check((steps) => {
    for (const { event, after } of steps) {
      if (after.state.step === 'activating') expect(event.event).toBe('resume');
    }
  });
});

test('what goes on by itself is unchecked until Kit has taken somebody, or a person presses', () => {
  check((steps) => {
    let goesOnByItself = false;
    for (const { before, event, after } of steps) {
      const isOwn = before.state.step === 'blocked' && ['taken up', 'reconnected'].includes(event.event);
      goesOnByItself = isOwn || (goesOnByItself && event.event === 'batch');
      if (['adding', 'sending'].includes(after.state.step))
        expect('unchecked' in after.state).toBe(goesOnByItself);
    }
  });
});

test('the reconnection of its account concerns only what waits for that', () => {
  check((steps) => {
    for (const { after } of steps) {
      const next = nextAddition(after, { event: 'reconnected' });
      const { state } = after;
      if (state.step !== 'blocked' || state.problem.kind !== 'unauthorized') expect(next).toBe(after);
      else expect(rest(next)).toBe('work');
    }
  });
});

test('one that an earlier version left in the middle of being made active does not go on with that', () => {
  const problem = { kind: 'timeout' } as const;
  const before = 'activating' as never;
  const left: Addition = { ...begun(false), state: { step: 'blocked', problem, before, transient: true } };
  expect(nextAddition(left, { event: 'taken up', at }).state).toEqual({ step: 'checking' });
});
