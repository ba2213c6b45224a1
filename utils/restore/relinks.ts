import { sha256 } from '../backup/checksum.ts';
import { sleep } from '../kit/clock.ts';
import { lookTwice } from '../kit/look.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok, type Result } from '../result.ts';
import { canonical } from './compare.ts';
import { type Sources, sourcesOf } from './fields.ts';
import type { RestoreKit } from './problems.ts';

/** A sequence that excluded the people of the old one, as it is now. */
export interface RelinkOffer {
  sequence: { id: number; name: string };
  /**
   * `dropped`: the old one is not excluded any more, since Kit or a person took it out; the new one can be excluded
   * all the same. `done`: the new one is excluded, and the old one is not. `unread`: see `problem`.
   */
  state: 'open' | 'dropped' | 'done' | 'gone' | 'unread';
  /** What was read; a relink is only made of what was shown. */
  shown: string;
  problem?: KitProblem;
}

export type RelinkProblem =
  | KitProblem
  /** It was edited since it was shown. */
  | { kind: 'changed' }
  /** It excludes people in a way that this version cannot tell Kit, and that would be lost. */
  | { kind: 'not tellable' };

interface Ids {
  /** The sequence that was backed up, and the new one. */
  from: number;
  to: number;
}

type RelinkKit = Pick<RestoreKit, 'sequence' | 'updateSequence'>;

export async function offer(
  kit: RelinkKit,
  sequence: { id: number; name: string },
  ids: Ids,
): Promise<RelinkOffer> {
  const now = await lookTwice(() => kit.sequence(sequence.id), sleep);
  if (now.ok) {
    const { id, name } = now.value;
    return { sequence: { id, name }, state: stateOf(now.value, ids), shown: await shownOf(now.value) };
  }
  if (now.problem.kind === 'not found') return { sequence, state: 'gone', shown: '' };
  return { sequence, state: 'unread', shown: '', problem: now.problem };
}

/**
 * Puts the new id in the place of the old one, and keeps everybody else who is excluded. `announce` is called just before
 * Kit is asked. The same call can be made again: the second one finds it done.
 */
export async function relink(
  kit: RelinkKit,
  sequenceId: number,
  shown: string,
  ids: Ids,
  announce: () => Promise<void>,
): Promise<Result<'done', RelinkProblem>> {
  const now = await kit.sequence(sequenceId);
  if (!now.ok) return now;
  if (stateOf(now.value, ids) === 'done') return ok('done');
  if ((await shownOf(now.value)) !== shown) return fail({ kind: 'changed' });
  const sources = relinked(now.value, ids);
  if (!sources) return fail({ kind: 'not tellable' });
  await announce();
  const answer = await kit.updateSequence(sequenceId, { exclude_subscriber_sources: sources });
  if (answer.ok && stateOf(answer.value, ids) === 'done') return ok('done');
  // After a lost reply, a look decides.
  const after = await kit.sequence(sequenceId);
  if (after.ok && stateOf(after.value, ids) === 'done') return ok('done');
  if (!answer.ok) return answer;
  return after.ok ? fail({ kind: 'not understood', status: 200, requestId: null }) : after;
}

/** Null where Kit gave something that it does not take. */
function relinked(sequence: Sequence, { from, to }: Ids): Sources | null {
  const given = sourcesOf(sequence.exclude_subscriber_sources, from);
  if (!given || given.unfit.length > 0) return null;
  let placed = false;
  const sources = given.sources.map(({ type, ids }) => {
    if (type !== 'sequence' || placed) return { type, ids };
    placed = true;
    return { type, ids: [...new Set([...ids, to])] };
  });
  return placed ? sources : [...sources, { type: 'sequence', ids: [to] }];
}

function stateOf(sequence: Sequence, { from, to }: Ids): 'open' | 'dropped' | 'done' {
  const given = sourcesOf(sequence.exclude_subscriber_sources, from);
  if (given?.own) return 'open';
  const excluded = given?.sources.some(({ type, ids }) => type === 'sequence' && ids.includes(to));
  return excluded ? 'done' : 'dropped';
}

/** Kit's time stamp shows edits of anything. */
function shownOf({ name, updated_at, exclude_subscriber_sources: sources }: Sequence): Promise<string> {
  return sha256(JSON.stringify([name, updated_at, canonical('exclude_subscriber_sources', sources)]));
}
