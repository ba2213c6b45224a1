import { i18n } from '#i18n';
import { type Facts, type Level, type Reason, type Verdict, verdictOn } from '../../utils/review/verdict.ts';
import { isolated, number } from '../ui/words.ts';
import { rangeWords } from './estimate-words.ts';

/** A sentence, and the number in it that matters. */
export interface Sentence {
  words: string;
  figure: string | null;
}

/** A verdict in words. */
export interface VerdictWords {
  level: string;
  /** The deciding reason. */
  first: Sentence;
  others: string[];
  advice: string;
}

/** What more may still come. */
export interface Awaited {
  /** How many wait. */
  midway: boolean;
  /** Where it is used. */
  use: boolean;
}

/** What of a verdict is still open is said to be so, rather than that it could not be read. */
export function verdictWords(facts: Facts, awaited: Awaited): VerdictWords {
  const verdict = verdictOn(facts);
  const unreadUse = awaited.use && verdict.reasons.some(isUnreadUse);
  const reasons = unreadUse ? verdict.reasons.filter((reason) => !isUnreadUse(reason)) : verdict.reasons;
  const [first = null, ...others] = reasons.map((reason) => sentenceOf(reason, facts.people));
  const counting = awaited.midway ? { words: i18n.t('verdict.counting'), figure: null } : null;
  const isYetOpen = unreadUse && facts.people !== null && facts.published !== null;
  return {
    level:
      isYetOpen && verdict.level === 'unknown' ? i18n.t('verdict.unknownYet') : levelWords(verdict.level),
    first: counting ?? first ?? { words: '', figure: null },
    others: [...others.map(({ words }) => words), ...(unreadUse ? [i18n.t('verdict.checkingUse')] : [])],
    advice: adviceWords(verdict),
  };
}

const UNREAD_USE: Reason['kind'][] = ['references unread', 'automations unread', 'rules unread'];
const isUnreadUse = ({ kind }: Reason) => UNREAD_USE.includes(kind);

/** Whom a delete would harm, for the place where one says yes to it; and what it would do to them. */
export function consequenceWords(facts: Facts): { first: Sentence; others: string[] } {
  const { reasons } = verdictOn(facts);
  if (facts.people === null)
    return { first: { words: i18n.t('confirm.uncounted'), figure: null }, others: [] };
  // Where the red button is, the number stands, also where it is everybody's.
  const about = reasons.filter(({ kind }) => ABOUT_PEOPLE.includes(kind)).map((reason) => sentenceOf(reason));
  const [first = { words: '', figure: null }, ...others] = about;
  const harmed = reasons.some(({ kind }) => HARMED.includes(kind));
  return {
    first,
    others: [...others.map(({ words }) => words), ...(harmed ? [i18n.t('confirm.notSent')] : [])],
  };
}

const HARMED: Reason['kind'][] = ['midway', 'perhaps midway', 'far off'];
const ABOUT_PEOPLE: Reason['kind'][] = [...HARMED, 'all finished', 'nothing published', 'nobody'];

function levelWords(level: Level): string {
  switch (level) {
    case 'unused':
      return i18n.t('verdict.unused');
    case 'careful':
      return i18n.t('verdict.careful');
    case 'in use':
      return i18n.t('verdict.inUse');
    case 'unknown':
      return i18n.t('verdict.unknown');
  }
}

/** @param people how many there are in all, where that is said elsewhere on the screen. */
function sentenceOf(reason: Reason, people: number | null = null): Sentence {
  const plain = (words: string): Sentence => ({ words, figure: null });
  switch (reason.kind) {
    case 'people unread':
      return plain(i18n.t('verdict.peopleUnread'));
    case 'midway':
      return midwaySentence(reason.people);
    case 'perhaps midway': {
      if (reason.atMost === people) return plain(i18n.t('verdict.anybody'));
      const figure = number(reason.atMost);
      return { words: i18n.t('verdict.perhapsMidway', reason.atMost, { count: figure }), figure };
    }
    case 'far off': {
      const figure = rangeWords(reason.people);
      const email = isolated(reason.subject || i18n.t('estimate.noSubject'));
      const year = new Date(reason.from).getFullYear();
      return { words: i18n.t('verdict.farOff', reason.people.to, { count: figure, email, year }), figure };
    }
    case 'all finished':
      return plain(i18n.t('verdict.allFinished'));
    case 'nothing published':
      return plain(i18n.t('verdict.nothingPublished'));
    case 'nobody':
      return plain(i18n.t('verdict.nobody'));
    case 'referred to':
      return plain(i18n.t('verdict.referredTo', reason.sequences, { count: number(reason.sequences) }));
    case 'not referred to':
      return plain(i18n.t('verdict.notReferredTo'));
    case 'references unread':
      return plain(i18n.t('verdict.referencesUnread'));
    case 'emails unread':
      return plain(i18n.t('verdict.emailsUnread'));
    case 'used by automations':
      return plain(
        i18n.t('verdict.usedByAutomations', reason.automations, { count: number(reason.automations) }),
      );
    case 'not used by automations':
      return plain(i18n.t('verdict.notUsedByAutomations'));
    case 'automations unread':
      return plain(i18n.t('verdict.automationsUnread'));
    case 'used by rules':
      return plain(i18n.t('verdict.usedByRules', reason.rules, { count: number(reason.rules) }));
    case 'not used by rules':
      return plain(i18n.t('verdict.notUsedByRules'));
    case 'rules unread':
      return plain(i18n.t('verdict.rulesUnread'));
  }
}

/** So many wait. */
export function midwaySentence(people: Extract<Reason, { kind: 'midway' }>['people']): Sentence {
  const figure = rangeWords(people);
  return { words: i18n.t('verdict.midway', people.to, { count: figure }), figure };
}

function adviceWords({ advice, level, reasons }: Verdict): string {
  switch (advice) {
    case 'delete':
      return unusedWords(reasons.map(({ kind }) => kind));
    case 'pause':
      return i18n.t('verdict.advisePause');
    case 'wait':
      if (level !== 'careful') return i18n.t('verdict.adviseLeavePaused');
      // What is listed below else is only where to look.
      return reasons.some(({ kind }) => LISTED.includes(kind))
        ? i18n.t('verdict.adviseLook')
        : unusedWords(reasons.map(({ kind }) => kind));
  }
}

/** What the screen names below the verdict. */
const LISTED: Reason['kind'][] = ['far off', 'referred to', 'used by automations', 'used by rules'];

/** What was not checked, and stands in the way of a delete alone. */
function unusedWords(kinds: Reason['kind'][]): string {
  if (!kinds.includes('not used by automations')) return i18n.t('verdict.adviseDelete');
  if (!kinds.includes('not used by rules')) return i18n.t('verdict.adviseDeleteUnused');
  return i18n.t('verdict.adviseDeleteUnruled');
}
