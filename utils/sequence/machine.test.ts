import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextOperationState, type OperationEvent } from './machine.ts';
import { isOperationEnded, type OperationKind, type OperationState } from './operation.ts';

const timeout = { kind: 'timeout' } as const;
const EVENTS: OperationEvent[] = [
  { event: 'begun', backUp: false, until: 5 },
  { event: 'begun', backUp: true, until: 5 },
  { event: 'backed up', until: 5 },
  { event: 'cancelled', by: 'person' },
  { event: 'cancelled', by: 'panel closed' },
  { event: 'time is up' },
  { event: 'refused', why: { kind: 'changed', changes: [{ kind: 'edited' }] } },
  { event: 'holds' },
  { event: 'as wanted' },
  { event: 'gone' },
  { event: 'failed', problem: timeout },
  { event: 'confirmed' },
  { event: 'reply lost', problem: timeout },
  { event: 'effect not seen' },
  { event: 'no look', problem: timeout },
  { event: 'given up' },
  { event: 'taken up' },
];
const OPEN: OperationState[] = [
  { step: 'intended' },
  { step: 'backing up', progress: null },
  { step: 'waiting', until: 5 },
  { step: 'checking' },
  { step: 'sending' },
  { step: 'settling', lost: timeout, look: timeout },
];
const kinds = fc.constantFrom<OperationKind>('pause', 'resume', 'delete');

test('every state and event, in one picture', () => {
  const rows = (['delete', 'pause'] as const).flatMap((kind) =>
    OPEN.flatMap((state) =>
      EVENTS.flatMap((event) => {
        const after = nextOperationState(kind, state, event);
        const words = Object.values(after).filter((value) => typeof value === 'string');
        return after === state ? [] : [`${kind}: ${state.step} + ${event.event} = ${words.join(', ')}`];
      }),
    ),
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      "delete: intended + begun = waiting",
      "delete: intended + begun = backing up",
      "delete: intended + refused = refused",
      "delete: intended + failed = failed, none",
      "delete: intended + taken up = cancelled, background stopped",
      "delete: backing up + backed up = waiting",
      "delete: backing up + cancelled = cancelled, person",
      "delete: backing up + cancelled = cancelled, panel closed",
      "delete: backing up + refused = refused",
      "delete: backing up + taken up = cancelled, background stopped",
      "delete: waiting + cancelled = cancelled, person",
      "delete: waiting + cancelled = cancelled, panel closed",
      "delete: waiting + time is up = checking",
      "delete: waiting + taken up = cancelled, background stopped",
      "delete: checking + refused = refused",
      "delete: checking + holds = sending",
      "delete: checking + as wanted = done, already",
      "delete: checking + gone = done, already",
      "delete: checking + failed = failed, none",
      "delete: checking + taken up = cancelled, background stopped",
      "delete: sending + gone = done, already",
      "delete: sending + failed = failed, none",
      "delete: sending + confirmed = done, now",
      "delete: sending + reply lost = settling",
      "delete: sending + taken up = settling",
      "delete: settling + as wanted = done, now",
      "delete: settling + gone = done, now",
      "delete: settling + effect not seen = failed, not seen",
      "delete: settling + no look = settling",
      "delete: settling + given up = failed, unknown",
      "delete: settling + taken up = settling",
      "pause: intended + begun = checking",
      "pause: intended + begun = checking",
      "pause: intended + refused = refused",
      "pause: intended + failed = failed, none",
      "pause: intended + taken up = cancelled, background stopped",
      "pause: backing up + backed up = waiting",
      "pause: backing up + cancelled = cancelled, person",
      "pause: backing up + cancelled = cancelled, panel closed",
      "pause: backing up + refused = refused",
      "pause: backing up + taken up = cancelled, background stopped",
      "pause: waiting + cancelled = cancelled, person",
      "pause: waiting + cancelled = cancelled, panel closed",
      "pause: waiting + time is up = checking",
      "pause: waiting + taken up = cancelled, background stopped",
      "pause: checking + refused = refused",
      "pause: checking + holds = sending",
      "pause: checking + as wanted = done, already",
      "pause: checking + gone = refused",
      "pause: checking + failed = failed, none",
      "pause: checking + taken up = cancelled, background stopped",
      "pause: sending + gone = refused",
      "pause: sending + failed = failed, none",
      "pause: sending + confirmed = done, now",
      "pause: sending + reply lost = settling",
      "pause: sending + taken up = settling",
      "pause: settling + as wanted = done, now",
      "pause: settling + gone = refused",
      "pause: settling + effect not seen = failed, not seen",
      "pause: settling + no look = settling",
      "pause: settling + given up = failed, unknown",
      "pause: settling + taken up = settling",
    ]
  `);
});

describe('from any state, whatever happens', () => {
  const path = fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 });

  test('what has ended stays so', () => {
    fc.assert(
      fc.property(kinds, path, (kind, events) => {
        let state: OperationState = { step: 'intended' };
        for (const event of events) {
          const after = nextOperationState(kind, state, event);
          if (isOperationEnded(state)) expect(after).toBe(state);
          state = after;
        }
      }),
    );
  });

  test('nothing is sent but after a check that held, and a delete only after its countdown', () => {
    fc.assert(
      fc.property(kinds, path, (kind, events) => {
        const visited: string[] = ['intended'];
        let state: OperationState = { step: 'intended' };
        for (const event of events) {
          state = nextOperationState(kind, state, event);
          if (visited.at(-1) !== state.step) visited.push(state.step);
        }
        const sending = visited.indexOf('sending');
        if (sending === -1) return;
        const before = {
          delete: ['intended waiting checking', 'intended backing up waiting checking'],
          pause: ['intended checking'],
          resume: ['intended checking'],
        }[kind];
        expect(before).toContain(visited.slice(0, sending).join(' '));
        expect(visited.filter((step) => step === 'sending')).toHaveLength(1);
      }),
    );
  });

  test('once it is sent, "cancelled", "refused" and "no effect" need an answer of Kit', () => {
    for (const kind of ['delete', 'pause', 'resume'] as const) {
      for (const state of OPEN.filter(({ step }) => step === 'sending' || step === 'settling')) {
        for (const event of EVENTS) {
          const after = nextOperationState(kind, state, event);
          expect(after.step).not.toBe('cancelled');
          if (after.step === 'failed' && after.effect === 'none') expect(event.event).toBe('failed');
        }
      }
    }
  });
});
