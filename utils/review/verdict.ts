import type { Automations } from './automations.ts';
import type { Details } from './details.ts';
import type { Range } from './estimate.ts';
import type { References } from './references.ts';
import { atStake, type Look } from './review.ts';
import type { Rules } from './rules.ts';

/** None of them says that nothing depends on it: not everything that may can be read. */
export type Level = 'unused' | 'careful' | 'in use' | 'unknown';

/** Why, the deciding reason first. */
export type Reason =
  | { kind: 'people unread' }
  | { kind: 'midway'; people: Range }
  /** Perhaps nobody waits for an email, at most so many do. */
  | { kind: 'perhaps midway'; atMost: number }
  /** They wait only for a last email that is far off: it goes out to the first of them at `from` at the earliest, in ms since 1970. */
  | { kind: 'far off'; people: Range; subject: string; from: number }
  | { kind: 'all finished' }
  | { kind: 'nothing published' }
  | { kind: 'nobody' }
  | { kind: 'referred to'; sequences: number }
  | { kind: 'not referred to' }
  | { kind: 'references unread' }
  | { kind: 'emails unread' }
  | { kind: 'used by automations'; automations: number }
  | { kind: 'not used by automations' }
  | { kind: 'automations unread' }
  | { kind: 'used by rules'; rules: number }
  | { kind: 'not used by rules' }
  /** Some of them, or not yet. */
  | { kind: 'rules unread' };

export interface Verdict {
  level: Level;
  reasons: Reason[];
  advice: 'pause' | 'wait' | 'delete';
}

/** What the verdict depends on; null for what could not be read. */
export interface Facts {
  active: boolean;
  /** At stake. */
  people: number | null;
  published: number | null;
  /** People with emails to come. */
  midway: Range | null;
  /** Those of them who wait only for a last email that is far off; null for nobody. */
  farOff: Omit<Extract<Reason, { kind: 'far off' }>, 'kind'> | null;
  references: References;
  /** Null: nobody wants them to be read. */
  automations: Automations | null;
  /** The same. */
  rules: Rules | null;
}

/** @param details what has been read after the review; null for nothing yet. */
export function factsOf(
  look: Look,
  details: Pick<Details, 'estimate' | 'references' | 'automations' | 'rules'> | null,
): Facts {
  const people = atStake(look);
  const { activeSubscribers: listed, emails, sequence } = look;
  const { midway = null, farOff = null } = details?.estimate ?? {};
  // Those whom only Kit's counter knows yet have been added just now, so they have emails to come.
  const unlisted = people !== null && listed.known ? people - listed.value : 0;
  return {
    active: sequence.active,
    people,
    published: emails.known ? emails.value.published : null,
    midway: midway && { from: midway.from, to: midway.to + unlisted },
    farOff: farOff && { people: farOff.people, from: farOff.from, subject: subjectOf(look, farOff.emailId) },
    references: details?.references ?? look.references,
    automations: details?.automations ?? look.automations,
    rules: details?.rules ?? look.rules,
  };
}

const subjectOf = ({ schedule }: Look, emailId: number) =>
  schedule?.find(({ id }) => id === emailId)?.subject ?? '';

/** More people, or anything unread, never make it safer. */
export function verdictOn(facts: Facts): Verdict {
  const level = levelOf(facts);
  return { level, reasons: reasonsOf(facts), advice: adviceOn(level, facts.active) };
}

function levelOf(facts: Facts): Level {
  const { people, published, references } = facts;
  const using = [useOf(facts.automations), useOfRules(facts.rules)];
  if (people === null) return 'unknown';
  if (inEarnest(facts, people).to > 0) return 'in use';
  if (published === null || !references.whole || using.some((one) => one && !one.whole)) return 'unknown';
  return people > 0 || references.excludedFrom.length > 0 || using.some((one) => one && one.by > 0)
    ? 'careful'
    : 'unused';
}

/** Without an estimate, everybody may have emails to come; without a published email, nobody has. */
function atMostMidway({ midway, published }: Facts, people: number): Range {
  if (people === 0 || published === 0) return { from: 0, to: 0 };
  return midway ?? { from: 0, to: people };
}

/** Those midway without those who wait only for a last email that is far off. */
function inEarnest(facts: Facts, people: number): Range {
  const midway = atMostMidway(facts, people);
  const { from, to } = (facts.midway && facts.farOff?.people) ?? { from: 0, to: 0 };
  return { from: Math.max(0, midway.from - to), to: Math.max(0, midway.to - from) };
}

function adviceOn(level: Level, active: boolean): Verdict['advice'] {
  if (level === 'unused') return 'delete';
  // What is paused already can only be left so.
  return level !== 'careful' && active ? 'pause' : 'wait';
}

function reasonsOf(facts: Facts): Reason[] {
  const { published, references } = facts;
  const referring = references.excludedFrom.length;
  return [
    ...aboutPeople(facts),
    ...(published === null ? [{ kind: 'emails unread' } as const] : []),
    ...(referring > 0 ? [{ kind: 'referred to', sequences: referring } as const] : []),
    ...(references.whole ? [] : [{ kind: 'references unread' } as const]),
    ...(references.whole && referring === 0 ? [{ kind: 'not referred to' } as const] : []),
    ...aboutAutomations(facts),
    ...aboutRules(facts),
  ];
}

function aboutPeople(facts: Facts): Reason[] {
  const { people, published, farOff } = facts;
  if (people === null) return [{ kind: 'people unread' }];
  if (people === 0) return [{ kind: 'nobody' }];
  if (published === 0) return [{ kind: 'nothing published' }];
  if (atMostMidway(facts, people).to === 0) return [{ kind: 'all finished' }];
  const waiting = inEarnest(facts, people);
  const others: Reason[] =
    facts.midway && farOff && farOff.people.to > 0 ? [{ kind: 'far off', ...farOff }] : [];
  if (waiting.to === 0) return others;
  if (waiting.from === 0) return [{ kind: 'perhaps midway', atMost: waiting.to }, ...others];
  return [{ kind: 'midway', people: waiting }, ...others];
}

/** By how many of a kind it is used, and whether every one of them was read. Null: they are not checked. */
function useOf(found: Automations | Rules | null) {
  if (found === null) return null;
  if (found.state !== 'read') return { by: 0, whole: false };
  return { by: found.usedBy.length, whole: found.unread === 0 };
}

/**
 * Nobody has seen Kit's page of Rules, and on some plans there is none. So where it cannot be read at all they are not checked, as
 * for whoever does not want it to be read, and that is said.
 */
const useOfRules = (rules: Rules | null) => (rules?.state === 'unread' ? null : useOf(rules));

function aboutAutomations({ automations }: Facts): Reason[] {
  const use = useOf(automations);
  if (!use) return [];
  return [
    ...(use.by > 0 ? [{ kind: 'used by automations', automations: use.by } as const] : []),
    ...(use.whole ? [] : [{ kind: 'automations unread' } as const]),
    ...(use.whole && use.by === 0 ? [{ kind: 'not used by automations' } as const] : []),
  ];
}

function aboutRules({ rules }: Facts): Reason[] {
  const use = useOfRules(rules);
  if (!use) return [];
  return [
    ...(use.by > 0 ? [{ kind: 'used by rules', rules: use.by } as const] : []),
    ...(use.whole ? [] : [{ kind: 'rules unread' } as const]),
    ...(use.whole && use.by === 0 ? [{ kind: 'not used by rules' } as const] : []),
  ];
}
