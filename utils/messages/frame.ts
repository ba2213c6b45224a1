import * as v from 'valibot';
import type { Vouch } from '../drawer.ts';

/**
 * What is asked of a page of ours that stands in a frame: any script in Kit's page can frame the panel too, unseen, and
 * lead clicks into it. `in sight`: our content script made the frame, and a person sees it. `ours`: it made the frame.
 * `nothing`: what may be stopped may be stopped from anywhere.
 */
export type Demand = 'in sight' | 'ours' | 'nothing';

/** Asks the content script of the page around a frame about a secret; gives what it said, unchecked. */
export type Witness = (secret: string) => Promise<unknown>;

/** A frame that was vouched for. */
export interface Frame {
  /** The account that the page around it showed just now, when it tells. */
  pageAccountId: number | null;
  /** The same, later; null also where nobody vouches for the frame any more. */
  pageAccount(): Promise<number | null>;
}

export type Hearing = { frame: Frame | null } | { refused: 'frame' | 'out of sight' };

const Said = v.strictObject({
  pageAccountId: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  inSight: v.boolean(),
}) satisfies v.GenericSchema<unknown, Vouch>;

/** A tab that is asleep does not answer. In ms. */
const PATIENCE = 30_000;

/** @param witness null where the page has a tab to itself, and nobody else can be what a person sees there. */
export async function hear(
  demand: Demand,
  witness: Witness | null,
  secret: string | undefined,
): Promise<Hearing> {
  if (!witness || demand === 'nothing') return { frame: null };
  if (secret === undefined) return { refused: 'frame' };
  const ask = () => askWitness(witness, secret);
  const vouch = await ask();
  if (!vouch) return { refused: 'frame' };
  if (demand === 'in sight' && !vouch.inSight) return { refused: 'out of sight' };
  const { pageAccountId } = vouch;
  return { frame: { pageAccountId, pageAccount: async () => (await ask())?.pageAccountId ?? null } };
}

async function askWitness(witness: Witness, secret: string): Promise<Vouch | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const asleep = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, null);
  });
  const said = await Promise.race([witness(secret).catch(() => null), asleep]);
  clearTimeout(timer);
  const vouch = v.safeParse(Said, said);
  return vouch.success ? vouch.output : null;
}
