import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../jobs/job.ts';
import { restoreJob } from './definition.ts';
import { nextRestore, type RestoreEvent } from './machine.ts';
import { progressOf } from './progress.ts';
import {
  type CreatedSequence,
  isRestoreEnded,
  outcomeOf,
  type Restore,
  type RestoreState,
} from './restore.ts';
import { restoreOf } from './testing/fakes.ts';

const made: CreatedSequence = { sequenceId: 9001, fingerprint: 'p', emails: [], named: false };
const published = [true, false, true];
const unreachable = { kind: 'unreachable' } as const;
const at = 5000;
type AnyEvent = RestoreEvent | EngineEvent;
const EVENTS: AnyEvent[] = [
  { event: 'refused', why: { kind: 'backup damaged' } },
  { event: 'holds', losses: [] },
  { event: 'failed', problem: unreachable, transient: true },
  { event: 'failed', problem: { kind: 'forbidden' }, transient: false },
  { event: 'failed', problem: { kind: 'unauthorized' }, transient: false },
  { event: 'not taken', form: 'minimal', fields: ['email_template_id'], messages: ['No'] },
  { event: 'left out', messages: ['No'], published },
  { event: 'taken', messages: ['position has already been taken'] },
  { event: 'reply lost', problem: unreachable, at },
  { event: 'made', made, of: 3, published },
  { event: 'written', email: { id: 1, fingerprint: 'e' }, published },
  { event: 'not yet', waited: 1000 },
  { event: 'put off' },
  { event: 'never made', published },
  { event: 'no look', problem: unreachable },
  { event: 'published', published },
  { event: 'named' },
  { event: 'compared', comparison: { same: 1, different: [], notRestorable: [] }, named: [] },
  { event: 'twin', sequenceId: 9002 },
  { event: 'twin removed' },
  { event: 'twin kept', twin: { sequenceId: 9002, why: { kind: 'edited' } } },
  { event: 'email twin', id: 2, subject: 'Hello' },
  { event: 'email removed' },
  { event: 'email kept', id: 3, subject: 'Hello' },
  { event: 'no twin' },
  { event: 'stop', by: 'person', at },
  { event: 'undo', by: 'person', at },
  { event: 'retry', by: 'person', at },
  { event: 'untouched' },
  { event: 'kept', why: { kind: 'edited' } },
  { event: 'gone' },
  { event: 'removed' },
  { event: 'taken up', at },
  { event: 'given up' },
  { event: 'reconnected' },
];
const NO_LOOK: AnyEvent = { event: 'no look', problem: { kind: 'not connected' } };
const some = fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 });
const { rest, waitsForAccount } = restoreJob({
  kit: () => {
    throw new Error('Nothing is asked here');
  },
  accounts: async () => [],
  openBackup: async () => null,
});
/** States in which a call that must not happen twice is sent. */
const sends = ({ step }: RestoreState) =>
  ['creating', 'writing', 'deleting', 'removing email', 'removing twin'].includes(step);

const through = (...events: AnyEvent[]): Restore => events.reduce(nextRestore, restoreOf());
const named = (name: AnyEvent['event']): AnyEvent => {
  const found = EVENTS.find(({ event }) => event === name);
  if (!found) throw new Error(name);
  return found;
};
const steps = (...names: AnyEvent['event'][]) => through(...names.map(named)).state;

test('straight on: every email is written, the published ones are published, and its name comes last', () => {
  const written = ['written', 'written', 'written'] as const;
  expect(steps('holds', 'made', ...written)).toEqual({ step: 'publishing', email: 0, of: 3 });
  expect(steps('holds', 'made', ...written, 'published')).toEqual({ step: 'publishing', email: 2, of: 3 });
  expect(steps('holds', 'made', ...written, 'published', 'published')).toEqual({ step: 'naming' });
  const end = [...written, 'published', 'published', 'named', 'compared', 'no twin'] as const;
  expect(steps('holds', 'made', ...end)).toEqual({ step: 'done' });
});

describe('whatever happens', () => {
  /** One way after the other, each event of which changes something. */
  const walk = fc.array(fc.nat(), { maxLength: 20, size: 'max' }).map((choices) => {
    const way = [restoreOf()];
    for (const choice of choices) {
      const before = way.at(-1) ?? restoreOf();
      const next = EVENTS.map((event) => nextRestore(before, event)).filter(
        // A wish that is so already is no step.
        (after) => after !== before && JSON.stringify(after) !== JSON.stringify(before),
      );
      const after = next[choice % next.length];
      if (after) way.push(after);
    }
    return way;
  });
  const reachable = walk.map((way) => way.at(-1) ?? restoreOf());

  test('a state that sends something once is not entered by being taken up from itself', () => {
    fc.assert(
      fc.property(reachable, (restore) => {
        const after = nextRestore(restore, { event: 'taken up', at });
        if (sends(restore.state)) expect(sends(after.state)).toBe(false);
        // What was blocked was refused, so it can be sent again.
        else if (restore.state.step !== 'blocked') expect(sends(after.state)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('what was made is never forgotten, and nothing is removed but by a wish for it', () => {
    fc.assert(
      fc.property(walk, (way) => {
        for (const [place, after] of way.slice(1).entries()) {
          const { made, state } = way[place] ?? restoreOf();
          if (made) expect(after.made?.sequenceId).toBe(made.sequenceId);
          if (after.state.step === 'inspecting') {
            const from = state.step === 'blocked' ? state.before : state;
            expect(['cancelled', 'finding', 'inspecting', 'deleting']).toContain(from.step);
            if (from.step === 'finding') expect(from.undo).toBe(true);
          }
          // Only what was looked at just before.
          if (after.state.step === 'deleting') expect(['inspecting', 'deleting']).toContain(state.step);
          if (state.step === 'done') expect(after.state).toBe(state);
        }
      }),
      { numRuns: 1000 },
    );
  });

  const workOf = ({ state }: Restore) => (state.step === 'blocked' ? state.before : state);
  const isRemoval = (restore: Restore) => {
    const work = workOf(restore);
    return ['inspecting', 'deleting', 'settling'].includes(work.step) || ('undo' in work && work.undo);
  };

  test('a person can stop it in every state, but for a removal', () => {
    fc.assert(
      fc.property(reachable, (restore) => {
        const after = nextRestore(restore, named('stop'));
        if (outcomeOf(workOf(restore)) || isRemoval(restore)) expect(after).toBe(restore);
        else {
          expect(after.state).toMatchObject({ step: 'cancelled', kept: null });
          expect(after.made).toBe(restore.made);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a stop waits for nothing but what is under way', () => {
    const refused = through(...(['holds', 'made', 'failed', 'stop'] as const).map(named));
    expect(refused).toMatchObject({ state: { step: 'cancelled', left: 'something' } });
    const lost = through(...(['holds', 'reply lost', 'no look', 'stop'] as const).map(named));
    expect(lost).toMatchObject({ state: { step: 'cancelled', left: 'unsure' } });
    const removing = [named('undo'), named('stop'), named('made')].reduce(nextRestore, lost);
    expect(removing).toMatchObject({ state: { step: 'inspecting' } });
  });

  test('what goes on by itself can be given up, and then waits for a person who can have it tried again', () => {
    fc.assert(
      fc.property(reachable, (restore) => {
        const after = nextRestore(restore, { event: 'given up' });
        const waits = waitsForAccount?.(restore) ?? null;
        const goesOn = rest(restore) !== 'person' || waits !== null;
        if (isRestoreEnded(restore.state) || !goesOn) expect(after).toBe(restore);
        else if (outcomeOf(restore.state)) {
          expect(after).toMatchObject({ twinsUnsure: true, state: outcomeOf(restore.state) });
        } else {
          expect(after.state).toMatchObject({ step: 'blocked', problem: { kind: 'overdue' } });
          expect(rest(after)).toBe('person');
          expect(nextRestore(after, { event: 'taken up', at })).toBe(after);
          expect(rest(nextRestore(after, named('retry')))).not.toBe('person');
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what goes on by itself does all that a press does: one that comes just then is heard by it', () => {
    fc.assert(
      fc.property(reachable, (restore) => {
        if (restore.state.step !== 'blocked' || rest(restore) !== 'retry') return;
        const goesOn = nextRestore(restore, { event: 'taken up', at });
        expect(goesOn.state).toEqual(nextRestore(restore, named('retry')).state);
        const isHeard = nextRestore(goesOn, named('retry'));
        expect(isHeard).not.toBe(goesOn);
        expect(isHeard.state).toBe(goesOn.state);
      }),
      { numRuns: 1000 },
    );
  });

  test('the reconnection of its account concerns only what waits for that', () => {
    fc.assert(
      fc.property(reachable, (restore) => {
        const after = nextRestore(restore, { event: 'reconnected' });
        const { state } = restore;
        if (state.step === 'blocked' && state.problem.kind === 'unauthorized') {
          expect(waitsForAccount?.(restore)).toBe(restore.account.id);
          expect(after.state).toBe(state.before);
        } else expect(after).toBe(restore);
      }),
      { numRuns: 1000 },
    );
    const looking = through(named('holds'), named('reply lost'), NO_LOOK);
    expect(waitsForAccount?.(looking)).toBe(looking.account.id);
    expect(waitsForAccount?.(through(named('holds'), named('failed')))).toBe(null);
  });

  test('a minimal form is tried once', () => {
    const minimal = through(named('holds'), named('not taken'));
    expect(minimal.state).toEqual({ step: 'creating', form: 'minimal', sends: 0 });
    const again = through(named('holds'), named('not taken'), named('reply lost'), named('never made'));
    expect(again).toMatchObject({ leftOut: [], state: { step: 'creating', form: 'full', sends: 1 } });
    const bare = nextRestore(minimal, {
      ...{ event: 'not taken', form: 'bare', fields: ['hold'], messages: [] },
    });
    expect(nextRestore(bare, named('not taken'))).toBe(bare);
  });

  test('what is sent in vain is sent three times, and then a person is asked, who may want that again', () => {
    for (const before of [[], [named('made')]]) {
      let restore = through(named('holds'), ...before);
      for (let sent = 1; sent <= 3; sent += 1) {
        expect(sends(restore.state)).toBe(true);
        restore = [named('reply lost'), named('never made')].reduce(nextRestore, restore);
      }
      expect(restore.state).toMatchObject({ step: 'blocked', problem: unreachable, transient: false });
      expect(nextRestore(restore, named('retry')).state).toMatchObject({ sends: 0 });
    }
  });

  test('progress stays within its bounds, and an end is whole', () => {
    fc.assert(
      fc.property(some, (events) => {
        const restore = through(...events);
        const { done, of } = progressOf(restore);
        expect(done).toBeGreaterThanOrEqual(0);
        expect(done).toBeLessThanOrEqual(of);
        if (isRestoreEnded(restore.state)) expect(done).toBe(of);
      }),
    );
  });
});
