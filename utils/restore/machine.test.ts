import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPending, nextRestore, type RestoreEvent } from './machine.ts';
import { progressOf } from './progress.ts';
import { type CreatedSequence, isRestoreEnded, type Restore, type RestoreState } from './restore.ts';
import { restoreOf } from './testing/fakes.ts';

const made: CreatedSequence = { sequenceId: 9001, fingerprint: 'p', emails: [], named: false };
const published = [true, false, true];
const unreachable = { kind: 'unreachable' } as const;
const at = 5000;
const EVENTS: RestoreEvent[] = [
  { event: 'refused', why: { kind: 'backup damaged' } },
  { event: 'holds', losses: [] },
  { event: 'failed', problem: unreachable, transient: true },
  { event: 'failed', problem: { kind: 'forbidden' }, transient: false },
  { event: 'not taken', fields: ['email_template_id'], messages: ['No'] },
  { event: 'reply lost', problem: unreachable, at },
  { event: 'made', made, of: 3, published },
  { event: 'written', email: { id: 1, fingerprint: 'e' }, published },
  { event: 'not yet' },
  { event: 'never made' },
  { event: 'no look', problem: unreachable },
  { event: 'published', published },
  { event: 'named' },
  { event: 'compared', comparison: { same: 1, different: [], notRestorable: [] } },
  { event: 'stop asked' },
  { event: 'stopped' },
  { event: 'undo asked', at },
  { event: 'untouched' },
  { event: 'kept', why: { kind: 'edited' } },
  { event: 'gone' },
  { event: 'removed' },
  { event: 'taken up', at },
  { event: 'retried', at },
];
const some = fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 });
/** States in which a call that must not happen twice is sent. */
const sends = ({ step }: RestoreState) => ['creating', 'writing', 'deleting'].includes(step);

const through = (...events: RestoreEvent[]): Restore => events.reduce(nextRestore, restoreOf());
const named = (name: RestoreEvent['event']): RestoreEvent => {
  const found = EVENTS.find(({ event }) => event === name);
  if (!found) throw new Error(name);
  return found;
};
const steps = (...names: RestoreEvent['event'][]) => through(...names.map(named)).state;

test('straight on: every email is written, the published ones are published, and its name comes last', () => {
  const written = ['written', 'written', 'written'] as const;
  expect(steps('holds', 'made', ...written)).toEqual({ step: 'publishing', email: 0, of: 3 });
  expect(steps('holds', 'made', ...written, 'published')).toEqual({ step: 'publishing', email: 2, of: 3 });
  expect(steps('holds', 'made', ...written, 'published', 'published')).toEqual({ step: 'naming' });
  const end = [...written, 'published', 'published', 'named', 'compared'] as const;
  expect(steps('holds', 'made', ...end)).toEqual({ step: 'done' });
});

describe('whatever happens', () => {
  test('a state that sends something once is not entered by being taken up from itself', () => {
    fc.assert(
      fc.property(some, (events) => {
        const restore = through(...events);
        const after = nextRestore(restore, { event: 'taken up', at });
        if (sends(restore.state)) expect(sends(after.state)).toBe(false);
        // What was blocked was refused, so it can be sent again.
        else if (restore.state.step !== 'blocked') expect(sends(after.state)).toBe(false);
      }),
    );
  });

  test('what was made is never forgotten, and nothing is removed but by a wish for it', () => {
    fc.assert(
      fc.property(some, (events) => {
        let restore = restoreOf();
        for (const event of events) {
          const after = nextRestore(restore, event);
          if (restore.made) expect(after.made?.sequenceId).toBe(restore.made.sequenceId);
          if (after.state.step === 'inspecting' && restore.state.step !== 'inspecting') {
            expect(['cancelled', 'finding', 'blocked']).toContain(restore.state.step);
          }
          if (after.state.step === 'deleting')
            expect(['inspecting', 'deleting']).toContain(restore.state.step);
          if (restore.state.step === 'done') expect(after.state).toBe(restore.state);
          restore = after;
        }
      }),
    );
  });

  test('a restore that is to stop can stop', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20, size: 'max' }), (choices) => {
        let restore = restoreOf();
        for (const choice of choices) {
          // Only what changes something, or it would hardly get anywhere.
          const ways = EVENTS.map((event) => nextRestore(restore, event)).filter(
            (after) => after !== restore,
          );
          restore = ways[choice % ways.length] ?? restore;
          if (!restore.stopping || restore.state.step === 'blocked') continue;
          expect(isRestoreEnded(nextRestore(restore, { event: 'stopped' }).state)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a restore that is to stop waits for nothing but what is under way', () => {
    fc.assert(
      fc.property(some, (events) => {
        const { stopping, state } = through(...events);
        if (!stopping) return;
        expect(['blocked', 'inspecting', 'deleting', 'settling']).not.toContain(state.step);
        expect('look' in state ? state.look : null).toBe(null);
      }),
    );
    const refused = through(named('holds'), named('made'), named('stop asked'), named('failed'));
    expect(refused).toMatchObject({ stopping: false, state: { step: 'cancelled', left: 'something' } });
    const lost = through(named('holds'), named('reply lost'), named('stop asked'), named('no look'));
    expect(lost).toMatchObject({ stopping: false, state: { step: 'cancelled', left: 'unsure' } });
    const removing = [named('undo asked'), named('stop asked'), named('made')].reduce(nextRestore, lost);
    expect(removing).toMatchObject({ stopping: false, state: { step: 'inspecting' } });
  });

  test('a minimal form is tried once', () => {
    const minimal = through(named('holds'), named('not taken'));
    expect(minimal.state).toEqual({ step: 'creating', minimal: true });
    expect(nextRestore(minimal, named('not taken'))).toBe(minimal);
    const again = through(named('holds'), named('not taken'), named('reply lost'), named('never made'));
    expect(again).toMatchObject({ leftOut: [], state: { step: 'creating', minimal: false } });
  });

  test('progress stays within its bounds, and an end is whole', () => {
    fc.assert(
      fc.property(some, (events) => {
        const restore = through(...events);
        const { done, of } = progressOf(restore);
        expect(done).toBeGreaterThanOrEqual(0);
        expect(done).toBeLessThanOrEqual(of);
        if (isRestoreEnded(restore.state)) {
          expect(done).toBe(of);
          expect(isPending(restore)).toBe(false);
        }
      }),
    );
  });
});
