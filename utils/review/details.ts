import { atMost } from '../kit/at-most.ts';
import type { Kit } from '../kit/client.ts';
import type { Automations } from './automations.ts';
import { questionAbout } from './cuts.ts';
import {
  type CountAnswer,
  type CountQuestion,
  type Estimate,
  estimate,
  questionsFor,
  type ScheduledEmail,
  type ScheduleOfSequence,
} from './estimate.ts';
import { type Count, type Lately, latelyFrom } from './lately.ts';
import { allSequences, referencesIn, type SequencesCache } from './others.ts';
import type { References } from './references.ts';
import { type Look, type Reading, reading } from './review.ts';
import { timingOf } from './timing.ts';
import { DAY } from './zone.ts';

/** What is read after the verdict, filling in as it arrives. */
export interface Details {
  /** Of every state. Null: not read yet, or no request was left for it. So are the next two. */
  allSubscribers: Reading<number> | null;
  addedInMonth: Reading<number> | null;
  addedInWeek: Reading<number> | null;
  /** When people were added, from all counts together; null: not reckoned yet. */
  lately: Lately | null;
  /** Null: not reckoned yet, or it cannot be. */
  estimate: Estimate | null;
  references: References;
  automations: Automations | null;
  /** Nothing more will arrive. */
  done: boolean;
}

/** So many requests are under way or wait for their turn at once: a job that begins is not kept waiting behind more. */
const AT_ONCE = 4;
/** So many are asked at most, whatever a sequence's length: a minute's requests are for what people do. */
const MOST_QUESTIONS = 40;

type DetailsKit = Pick<Kit, 'countSubscribers' | 'sequences'>;

/**
 * The second wave: at most one request per published email, and what remains of an account's list of more than
 * 1,000 sequences. Gives what is known so far whenever that changes. Where a person wants the automations to be read,
 * `readAutomations` does that, beside all this and through no request to Kit's API.
 */
export async function gatherDetails(
  kit: DetailsKit,
  look: Look,
  cache: SequencesCache,
  tell: (details: Details) => void,
  readAutomations?: () => Promise<Automations>,
): Promise<void> {
  const now = Date.now();
  const { id } = look.sequence;
  let details: Details = {
    allSubscribers: null,
    addedInMonth: null,
    addedInWeek: null,
    lately: null,
    estimate: null,
    references: look.references,
    automations: look.automations,
    done: false,
  };
  const fill = (part: Partial<Details>) => {
    details = { ...details, ...part };
    tell(details);
  };
  const today = Math.floor(now / DAY);
  const inTurn = atMost(AT_ONCE);
  const count: DetailsKit['countSubscribers'] = (...of) => inTurn(() => kit.countSubscribers(...of));
  const addedSince = async (days: number) => reading(await count(id, 'all', questionAbout(today - days)));
  let answers: CountAnswer[] = [];
  const plan = planFor(look, now);
  await Promise.all([
    plan.all && count(id, 'all').then((all) => fill({ allSubscribers: reading(all) })),
    plan.month && addedSince(30).then((addedInMonth) => fill({ addedInMonth })),
    plan.week && addedSince(7).then((addedInWeek) => fill({ addedInWeek })),
    plan.reckon &&
      reckon(count, id, plan.reckon, now).then((made) => {
        answers = made.answers;
        fill({ estimate: made.estimate });
      }),
    look.automations && readAutomations?.().then((automations) => fill({ automations })),
    allSequences(kit, cache, look.account.id).then((kept) =>
      // What was read before stays true where the list got lost since.
      fill({ references: kept ? referencesIn(kept, id) : look.references }),
    ),
  ]);
  const { activeSubscribers } = look;
  // Where a longer time counts nobody, a shorter one within it does too, without a request.
  const addedInMonth = details.addedInMonth ?? ifNobody(details.allSubscribers);
  const addedInWeek = details.addedInWeek ?? ifNobody(addedInMonth);
  const lately = latelyFrom(
    activeSubscribers.known ? activeSubscribers.value : null,
    answers,
    [...countOf(addedInMonth, today - 30), ...countOf(addedInWeek, today - 7)],
    today,
  );
  fill({ addedInMonth, addedInWeek, lately, done: true });
}

const ifNobody = (counted: Reading<number> | null) =>
  counted?.known && counted.value === 0 ? counted : null;
const countOf = (added: Reading<number> | null, day: number): Count[] =>
  added?.known ? [{ day, people: added.value }] : [];

interface Reckoning {
  timing: ScheduleOfSequence;
  schedule: ScheduledEmail[];
  active: number;
  questions: CountQuestion[];
}

/** What is asked for, the most telling first, so that there are no more requests than published emails. */
function planFor(look: Look, now: number) {
  const { activeSubscribers: active, schedule } = look;
  const room = look.emails.known ? look.emails.value.published : 0;
  const timing = timingOf(look.sequence);
  // Of nobody there is nothing to ask.
  const most = active.known && active.value > 0 ? Math.min(room - 1, MOST_QUESTIONS) : 0;
  const questions = timing && schedule ? questionsFor(timing, schedule, now, Math.max(0, most)) : [];
  const reckon: Reckoning | null =
    timing && schedule && active.known
      ? { timing, schedule, active: active.value, questions: questions.slice(0, Math.max(0, most)) }
      : null;
  const left = room - 1 - (reckon?.questions.length ?? 0);
  return { all: room > 0, reckon, month: left > 0, week: left > 1 };
}

async function reckon(ask: DetailsKit['countSubscribers'], id: number, reckoning: Reckoning, now: number) {
  const { timing, schedule, active, questions } = reckoning;
  const answers = await Promise.all(
    questions.map(async (question): Promise<CountAnswer> => {
      const count = await ask(id, 'active', question);
      return { question, count: count.ok ? count.value : null };
    }),
  );
  return { answers, estimate: estimate(timing, schedule, active, answers, now) };
}
