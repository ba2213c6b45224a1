import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../jobs/job.ts';
import type { SequenceEvent } from './events.ts';
import { SEQUENCE_KINDS } from './kinds.ts';
import { nextSequenceJob } from './machine.ts';
import {
  isSequenceJobEnded,
  type OpenSequenceJobState,
  type SequenceJob,
  type SequenceJobKind,
  type SequenceJobState,
} from './sequence-job.ts';
import { leftAt } from './testing/fakes.ts';

const timeout = { kind: 'timeout' } as const;
/** Named by its kind, so that an event without an example does not compile. */
const EXAMPLES: {
  [E in (SequenceEvent | EngineEvent)['event']]: Extract<SequenceEvent | EngineEvent, { event: E }>[];
} = {
  begun: [{ event: 'begun', until: 5, length: 5 }],
  'backed up': [
    { event: 'backed up', until: 5, length: 5, save: false },
    { event: 'backed up', until: 5, length: 5, save: true },
  ],
  'download begun': [{ event: 'download begun', item: 7 }],
  'download lost': [{ event: 'download lost' }],
  saved: [{ event: 'saved', until: 5, length: 5 }],
  cancel: [
    { event: 'cancel', by: 'person', at: 1 },
    { event: 'cancel', by: 'panel closed', at: 1 },
  ],
  interrupted: [{ event: 'interrupted' }],
  'time is up': [{ event: 'time is up' }],
  'too late': [{ event: 'too late' }],
  refused: [{ event: 'refused', why: { kind: 'changed', changes: [{ kind: 'edited' }] } }],
  holds: [{ event: 'holds' }],
  'as wanted': [{ event: 'as wanted' }],
  gone: [{ event: 'gone' }],
  failed: [{ event: 'failed', problem: timeout }],
  confirmed: [{ event: 'confirmed' }],
  'reply lost': [{ event: 'reply lost', problem: timeout }],
  'effect not seen': [{ event: 'effect not seen' }],
  'no look': [{ event: 'no look', problem: timeout }],
  'given up': [{ event: 'given up' }],
  reconnected: [{ event: 'reconnected' }],
  'taken up': [{ event: 'taken up', at: 1 }],
};
const EVENTS = Object.values(EXAMPLES).flat();
const OPEN: OpenSequenceJobState[] = [
  { step: 'intended' },
  { step: 'backing up', progress: null },
  { step: 'saving', item: null, earlier: false },
  { step: 'saving', item: 7, earlier: true },
  { step: 'waiting', until: 5, length: 5 },
  { step: 'checking' },
  { step: 'sending' },
  { step: 'settling', lost: timeout, look: timeout },
];
const KINDS = Object.keys(SEQUENCE_KINDS) as SequenceJobKind[];

/** A job as its definition begins it. */
function job(kind: SequenceJobKind, state: SequenceJobState, change: Partial<SequenceJob> = {}): SequenceJob {
  return leftAt(state, { kind, ...change });
}
const stateAfter = (
  kind: SequenceJobKind,
  state: SequenceJobState,
  event: SequenceEvent | EngineEvent,
  change: Partial<SequenceJob> = {},
) => nextSequenceJob(job(kind, state, change), event).state;

/** What each event leads to, where it means anything. */
function picture(kind: SequenceJobKind, change: Partial<SequenceJob> = {}): string[] {
  return OPEN.flatMap((state) =>
    EVENTS.flatMap((event) => {
      const next = stateAfter(kind, state, event, change);
      const words = Object.values(next).filter((value) => typeof value === 'string');
      return next === state ? [] : [`${state.step} + ${event.event} = ${words.join(', ')}`];
    }),
  );
}

describe('every state and event, in one picture', () => {
  test('of a delete', () => {
    expect(picture('delete')).toMatchInlineSnapshot(`
      [
        "intended + begun = waiting",
        "intended + cancel = cancelled, person",
        "intended + cancel = cancelled, panel closed",
        "intended + refused = refused",
        "intended + failed = failed, none",
        "intended + given up = cancelled, background stopped",
        "intended + taken up = cancelled, background stopped",
        "backing up + backed up = waiting",
        "backing up + backed up = saving",
        "backing up + cancel = cancelled, person",
        "backing up + cancel = cancelled, panel closed",
        "backing up + refused = refused",
        "backing up + given up = cancelled, background stopped",
        "backing up + taken up = cancelled, background stopped",
        "saving + download begun = saving",
        "saving + download lost = saving",
        "saving + saved = waiting",
        "saving + cancel = cancelled, person",
        "saving + cancel = cancelled, panel closed",
        "saving + refused = refused",
        "saving + given up = cancelled, background stopped",
        "saving + taken up = cancelled, background stopped",
        "saving + download begun = saving",
        "saving + download lost = saving",
        "saving + saved = waiting",
        "saving + cancel = cancelled, person",
        "saving + cancel = cancelled, panel closed",
        "saving + refused = refused",
        "saving + given up = cancelled, background stopped",
        "saving + taken up = cancelled, background stopped",
        "waiting + cancel = cancelled, person",
        "waiting + cancel = cancelled, panel closed",
        "waiting + time is up = checking",
        "waiting + too late = cancelled, too late",
        "waiting + given up = cancelled, background stopped",
        "waiting + taken up = cancelled, background stopped",
        "checking + cancel = cancelled, person",
        "checking + cancel = cancelled, panel closed",
        "checking + refused = refused",
        "checking + holds = sending",
        "checking + as wanted = done, already",
        "checking + gone = done, already",
        "checking + failed = failed, none",
        "checking + given up = cancelled, background stopped",
        "checking + taken up = cancelled, background stopped",
        "sending + cancel = cancelled, person",
        "sending + cancel = cancelled, panel closed",
        "sending + failed = failed, none",
        "sending + confirmed = done, now",
        "sending + reply lost = settling",
        "sending + given up = cancelled, background stopped",
        "sending + taken up = settling",
        "settling + as wanted = done, now",
        "settling + gone = done, now",
        "settling + effect not seen = failed, not seen",
        "settling + no look = settling",
        "settling + given up = failed, unknown",
        "settling + taken up = settling",
      ]
    `);
  });

  test('of a pause', () => {
    expect(picture('pause')).toMatchInlineSnapshot(`
      [
        "intended + begun = checking",
        "intended + cancel = cancelled, person",
        "intended + cancel = cancelled, panel closed",
        "intended + refused = refused",
        "intended + failed = failed, none",
        "intended + given up = cancelled, background stopped",
        "intended + taken up = cancelled, background stopped",
        "backing up + backed up = checking",
        "backing up + backed up = saving",
        "backing up + cancel = cancelled, person",
        "backing up + cancel = cancelled, panel closed",
        "backing up + refused = refused",
        "backing up + given up = cancelled, background stopped",
        "backing up + taken up = cancelled, background stopped",
        "saving + download begun = saving",
        "saving + download lost = saving",
        "saving + saved = checking",
        "saving + cancel = cancelled, person",
        "saving + cancel = cancelled, panel closed",
        "saving + refused = refused",
        "saving + given up = cancelled, background stopped",
        "saving + taken up = cancelled, background stopped",
        "saving + download begun = saving",
        "saving + download lost = saving",
        "saving + saved = checking",
        "saving + cancel = cancelled, person",
        "saving + cancel = cancelled, panel closed",
        "saving + refused = refused",
        "saving + given up = cancelled, background stopped",
        "saving + taken up = cancelled, background stopped",
        "waiting + cancel = cancelled, person",
        "waiting + cancel = cancelled, panel closed",
        "waiting + time is up = checking",
        "waiting + too late = cancelled, too late",
        "waiting + given up = cancelled, background stopped",
        "waiting + taken up = cancelled, background stopped",
        "checking + cancel = cancelled, person",
        "checking + cancel = cancelled, panel closed",
        "checking + refused = refused",
        "checking + holds = sending",
        "checking + as wanted = done, already",
        "checking + gone = refused",
        "checking + failed = failed, none",
        "checking + given up = cancelled, background stopped",
        "checking + taken up = cancelled, background stopped",
        "sending + cancel = cancelled, person",
        "sending + cancel = cancelled, panel closed",
        "sending + failed = failed, none",
        "sending + confirmed = done, now",
        "sending + reply lost = settling",
        "sending + given up = cancelled, background stopped",
        "sending + taken up = settling",
        "settling + as wanted = done, now",
        "settling + gone = refused",
        "settling + effect not seen = failed, not seen",
        "settling + no look = settling",
        "settling + given up = failed, unknown",
        "settling + taken up = settling",
      ]
    `);
  });

  test('of a backup', () => {
    expect(picture('back up')).toMatchInlineSnapshot(`
      [
        "intended + begun = backing up",
        "intended + cancel = cancelled, person",
        "intended + cancel = cancelled, panel closed",
        "intended + refused = refused",
        "intended + failed = failed, none",
        "intended + given up = cancelled, background stopped",
        "backing up + backed up = done, now",
        "backing up + backed up = saving",
        "backing up + cancel = cancelled, person",
        "backing up + cancel = cancelled, panel closed",
        "backing up + refused = refused",
        "backing up + given up = cancelled, background stopped",
        "saving + download begun = saving",
        "saving + download lost = saving",
        "saving + saved = done, now",
        "saving + cancel = cancelled, person",
        "saving + cancel = cancelled, panel closed",
        "saving + refused = refused",
        "saving + given up = cancelled, background stopped",
        "saving + taken up = saving",
        "saving + download begun = saving",
        "saving + download lost = saving",
        "saving + saved = done, now",
        "saving + cancel = cancelled, person",
        "saving + cancel = cancelled, panel closed",
        "saving + refused = refused",
        "saving + given up = cancelled, background stopped",
        "saving + taken up = saving",
        "waiting + cancel = cancelled, person",
        "waiting + cancel = cancelled, panel closed",
        "waiting + time is up = checking",
        "waiting + too late = cancelled, too late",
        "waiting + given up = cancelled, background stopped",
        "checking + cancel = cancelled, person",
        "checking + cancel = cancelled, panel closed",
        "checking + refused = refused",
        "checking + holds = sending",
        "checking + as wanted = done, already",
        "checking + gone = refused",
        "checking + failed = failed, none",
        "checking + given up = cancelled, background stopped",
        "sending + cancel = cancelled, person",
        "sending + cancel = cancelled, panel closed",
        "sending + failed = failed, none",
        "sending + confirmed = done, now",
        "sending + reply lost = settling",
        "sending + given up = cancelled, background stopped",
        "sending + taken up = settling",
        "settling + as wanted = done, now",
        "settling + gone = refused",
        "settling + effect not seen = failed, not seen",
        "settling + no look = settling",
        "settling + given up = failed, unknown",
        "settling + taken up = settling",
      ]
    `);
  });

  test('of a resume: that of a pause', () => {
    expect(picture('resume')).toEqual(picture('pause'));
  });

  test('of a delete that nobody has to watch: no countdown, and taken up it begins the step again', () => {
    const [attended, not] = [picture('delete'), picture('delete', { attended: false })];
    expect(not.filter((row) => !attended.includes(row))).toMatchInlineSnapshot(`
      [
        "intended + begun = checking",
        "backing up + backed up = checking",
        "saving + saved = checking",
        "saving + saved = checking",
      ]
    `);
    expect(attended.filter((row) => !not.includes(row))).toMatchInlineSnapshot(`
      [
        "intended + begun = waiting",
        "backing up + backed up = waiting",
        "saving + saved = waiting",
        "saving + saved = waiting",
      ]
    `);
  });

  test('of a delete with a backup: it comes first', () => {
    const [bare, backedUp] = [picture('delete'), picture('delete', { backupId: 'b' })];
    expect(backedUp.filter((row) => !bare.includes(row))).toEqual(['intended + begun = backing up']);
    expect(bare.filter((row) => !backedUp.includes(row))).toEqual(['intended + begun = waiting']);
  });
});

/** What a job may be, of any kind. */
const anyJob = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    backUp: fc.boolean(),
    attended: fc.boolean(),
  })
  .map(({ kind, backUp, attended }) => {
    const { backsUp, countdown } = SEQUENCE_KINDS[kind];
    const isBackedUp = backsUp === 'always' || (backsUp === 'on request' && backUp);
    return job(
      kind,
      { step: 'intended' },
      { backupId: isBackedUp ? 'b' : null, attended: countdown && attended },
    );
  });
/** What leads on comes more often, or few paths would come far. */
const AHEAD = EVENTS.filter(({ event }) => ['begun', 'backed up', 'time is up', 'holds'].includes(event));
const path = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...EVENTS) },
    { weight: 3, arbitrary: fc.constantFrom(...AHEAD) },
  ),
  { maxLength: 30 },
);

describe('from any state, whatever happens', () => {
  test('what has ended stays so', () => {
    fc.assert(
      fc.property(anyJob, path, (begun, events) => {
        let current = begun;
        for (const event of events) {
          const next = nextSequenceJob(current, event);
          if (isSequenceJobEnded(current.state)) expect(next).toBe(current);
          current = next;
        }
      }),
    );
  });

  test('only the state changes, and no row that was given', () => {
    fc.assert(
      fc.property(anyJob, path, (begun, events) => {
        let current = Object.freeze(begun);
        for (const event of events) {
          Object.freeze(current.state);
          current = Object.freeze(nextSequenceJob(current, event));
          expect(current).toEqual({ ...begun, state: current.state });
        }
      }),
    );
  });

  test('nothing is sent but after a check that held, and a delete that is watched only after its countdown', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(anyJob, path, (begun, events) => {
        const visited: string[] = ['intended'];
        let current = begun;
        for (const event of events) {
          current = nextSequenceJob(current, event);
          if (visited.at(-1) !== current.state.step) visited.push(current.state.step);
        }
        const sending = visited.indexOf('sending');
        if (sending === -1) return;
        const { kind, attended, backupId } = begun;
        reached.add(kind);
        expect(kind).not.toBe('back up');
        const before = ['intended', 'checking'];
        if (kind === 'delete') {
          if (attended) before.splice(1, 0, 'waiting');
          if (backupId !== null) before.splice(1, 0, 'backing up');
        }
        expect(visited.slice(0, sending)).toEqual(before);
        expect(visited.filter((step) => step === 'sending')).toHaveLength(1);
      }),
      { numRuns: 5000 },
    );
    expect([...reached].toSorted()).toEqual(['delete', 'pause', 'resume']);
  });

  test('a backup alone ends without a change at Kit', () => {
    fc.assert(
      fc.property(path, (events) => {
        let current = job('back up', { step: 'intended' });
        for (const event of events) {
          current = nextSequenceJob(current, event);
          expect(['intended', 'backing up', 'saving', 'done', 'cancelled', 'refused', 'failed']).toContain(
            current.state.step,
          );
          if (current.state.step === 'failed') expect(current.state.effect).toBe('none');
        }
      }),
    );
  });

  test('once it may have been sent, "cancelled", "refused" and "no effect" need an answer of Kit', () => {
    for (const kind of KINDS.filter((kind) => SEQUENCE_KINDS[kind].change)) {
      for (const attended of [true, false]) {
        for (const event of EVENTS) {
          const settling = stateAfter(kind, { step: 'settling', lost: timeout, look: timeout }, event, {
            attended,
          });
          expect(settling.step).not.toBe('cancelled');
          if (settling.step === 'failed') expect(settling.effect).not.toBe('none');
          if (settling.step === 'refused') expect(event.event).toBe('gone');
          const sending = stateAfter(kind, { step: 'sending' }, event, { attended });
          // These meet it before the step is begun, when nothing was sent.
          const isBefore = event.event === 'cancel' || event.event === 'given up';
          if (sending.step === 'cancelled') expect(isBefore).toBe(true);
          if (sending.step === 'failed') expect(event.event).toBe('failed');
          if (sending.step === 'refused') expect(event.event).toBe('gone');
        }
      }
    }
  });

  test('a job that is given up ends, and says what is known of its effect', () => {
    for (const kind of KINDS) {
      for (const state of OPEN) {
        expect(stateAfter(kind, state, { event: 'given up' })).toEqual(
          state.step === 'settling'
            ? { step: 'failed', problem: timeout, effect: 'unknown' }
            : { step: 'cancelled', by: 'background stopped' },
        );
      }
    }
  });
});
