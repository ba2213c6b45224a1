import { outcomeOf, type Restore, type RestoreState } from './restore.ts';

/** How much of a restore is done, in steps that take about as long: for a progress bar. */
export function progressOf({ state, made }: Restore): { done: number; of: number } {
  const now = state.step === 'blocked' ? state.before : state;
  if (outcomeOf(now)) return { done: 1, of: 1 };
  const emails = 'of' in now ? now.of : (made?.emails.length ?? 0);
  // The sequence, each email, each one's publishing, the name, and the reading back.
  const of = 2 * emails + 3;
  return { done: Math.min(of, doneIn(now, emails)), of };
}

function doneIn(state: RestoreState, emails: number): number {
  switch (state.step) {
    case 'writing':
    case 'matching':
      return 1 + state.email;
    case 'publishing':
      return 1 + emails + state.email;
    case 'naming':
      return 1 + 2 * emails;
    case 'comparing':
      return 2 + 2 * emails;
    default:
      return 0;
  }
}
