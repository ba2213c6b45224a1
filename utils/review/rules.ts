import * as v from 'valibot';
import { type FromPages, isAbout, isIdentified, listOn, type Using, usingIn } from './kit-pages.ts';

/** A Rule that uses the sequence: it starts on it, or adds people to it or removes them, or both. */
export interface UsingRule extends Using {
  trigger: boolean;
  action: boolean;
}

export type Rules = FromPages<UsingRule>;

const Steps = v.pipe(v.array(v.unknown()), v.minLength(1));
const Parts = v.object({ triggers: Steps, actions: Steps });

/**
 * The account's Rules that use the sequence, from what the content script said of Kit's page of Rules. Nobody has seen what that page holds:
 * this reads it if it is made as Kit's pages of automations are, and calls all else unread.
 */
export function rulesIn(said: unknown, accountId: number, sequenceId: number): Rules {
  const page = listOn(said, 'rules', accountId);
  if (!page.ok) return { state: 'unread', why: page.why };
  const rules = page.list.map((one) => ruleIn(one, sequenceId));
  const read = rules.filter((rule) => rule !== null);
  // Not one that makes sense: the page is not what it is taken for.
  if (rules.length > 0 && read.length === 0) return { state: 'unread', why: 'not understood' };
  return {
    state: 'read',
    usedBy: read.filter(({ trigger, action }) => trigger || action),
    read: read.length,
    unread: rules.length - read.length,
  };
}

/** Null where it cannot be told whether it uses the sequence. */
function ruleIn(said: unknown, sequenceId: number): UsingRule | null {
  const rule = usingIn(said);
  const parts = v.safeParse(Parts, said);
  if (!rule || !parts.success) return null;
  const { triggers, actions } = parts.output;
  const uses = (steps: unknown[]) => steps.some((step) => isAbout(step, sequenceId) === true);
  const [trigger, action] = [uses(triggers), uses(actions)];
  const isTold = (step: unknown) => isIdentified(step) && isAbout(step, sequenceId) !== null;
  return trigger || action || [...triggers, ...actions].every(isTold) ? { ...rule, trigger, action } : null;
}
