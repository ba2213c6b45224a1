import { atMost } from '../kit/at-most.ts';
import type { Kit } from '../kit/client.ts';
import type { Automations } from './automations.ts';
import { basisOf } from './basis.ts';
import { questionAbout } from './cuts.ts';
import {
  type Basis,
  type CountAnswer,
  type CountQuestion,
  daysToLookAt,
  type Estimate,
  estimate,
  estimateFrom,
  questionsAboutLast,
  questionsFor,
  type Range,
} from './estimate.ts';
import { dayForLately, type Lately, latelyFrom } from './lately.ts';
import { allSequences, referencesIn, type SequencesCache } from './others.ts';
import { addedAt, mostRead, type Recent, readRecent } from './recent.ts';
import type { References } from './references.ts';
import { type Look, type Reading, reading } from './review.ts';
import type { Rules } from './rules.ts';
import { untilNobodyWaits } from './until.ts';
import { type WaitingPerson, waitingAmong } from './waiting-people.ts';

/** What is read after the verdict, filling in as it arrives. */
export interface Details {
  /** Of every state. Null: not read yet, or no request was left for it. */
  allSubscribers: Reading<number> | null;
  /** How many active people were added lately; null: not read yet, or too many to be read. */
  lately: Lately | null;
  /** Null: not reckoned yet, or it cannot be. */
  estimate: Estimate | null;
  /** When nobody waits any more, as `untilNobodyWaits` says. Null: not reckoned yet, or nobody can say. */
  until: Range | null;
  /** Who waits, or may, each by name. Null: not read yet, or too many to be read. */
  people: WaitingPerson[] | null;
  references: References;
  automations: Automations | null;
  rules: Rules | null;
  /** Nothing more will arrive. */
  done: boolean;
}

/** So many requests are under way or wait for their turn at once: a job that begins is not kept waiting behind more. */
const AT_ONCE = 4;
/** So many are asked at most, whatever a sequence's length: a minute's requests are for what people do. */
const MOST_QUESTIONS = 40;
/** How many pages of 1,000 people are read, where people are looked at one by one. Up to 5 make sense. */
const PAGES = 1;

type DetailsKit = Pick<Kit, 'countSubscribers' | 'activeSubscribers' | 'sequences'>;

interface Options {
  /** Reads Kit's pages of these, beside all this and through no request to Kit's API, where a person wants that. */
  readKitPages?(tell: (part: { automations: Automations } | { rules: Rules }) => void): Promise<void>;
  /** As `PAGES`. */
  pages?: number;
}

/**
 * The second wave. Where at most 1,000 people can be waiting, two requests: those people, and the number of people of every
 * state. Else at most one per published email. And what remains of an account's list of more than 1,000 sequences.
 * Gives what is known so far whenever that changes.
 */
export async function gatherDetails(
  kit: DetailsKit,
  look: Look,
  cache: SequencesCache,
  tell: (details: Details) => void,
  { readKitPages, pages = PAGES }: Options = {},
): Promise<void> {
  const { id } = look.sequence;
  let details: Details = {
    allSubscribers: null,
    lately: null,
    estimate: null,
    until: null,
    people: null,
    references: look.references,
    automations: look.automations,
    rules: look.rules,
    done: false,
  };
  const fill = (part: Partial<Details>) => {
    details = { ...details, ...part };
    tell(details);
  };
  const inTurn = atMost(AT_ONCE);
  const bounded: PeopleKit = {
    countSubscribers: (...of) => inTurn(() => kit.countSubscribers(...of)),
    activeSubscribers: (...of) => inTurn(() => kit.activeSubscribers(...of)),
  };
  await Promise.all([
    gatherPeople(bounded, look, pages, fill),
    look.automations && readKitPages?.(fill),
    allSequences(kit, cache, look.account.id).then((kept) =>
      // What was read before stays true where the list got lost since.
      fill({ references: kept ? referencesIn(kept, id) : look.references }),
    ),
  ]);
  fill({ done: true });
}

type PeopleKit = Pick<Kit, 'countSubscribers' | 'activeSubscribers'>;
type Fill = (
  part: Partial<Pick<Details, 'allSubscribers' | 'lately' | 'estimate' | 'until' | 'people'>>,
) => void;

async function gatherPeople(kit: PeopleKit, look: Look, pages: number, fill: Fill): Promise<void> {
  const { id } = look.sequence;
  const published = look.emails.known ? look.emails.value.published : 0;
  const countAll = async () => fill({ allSubscribers: reading(await kit.countSubscribers(id, 'all')) });
  const basis = basisOf(look, Date.now());
  // Of nobody, and where there is nothing to wait for, all there is to ask is how many there are of every other state.
  if (!basis || basis.active === 0 || published === 0) {
    const nobody = basis?.active === 0 && { lately: latelyFrom([], -Infinity, true, basis.now) };
    if (basis) fill({ estimate: estimate(basis, []), people: [], ...nobody });
    if (published > 0) await countAll();
    return;
  }
  const looked = await lookAtRecent(kit, id, basis, published, pages);
  const { recent, since, asked } = looked;
  if (recent?.people) {
    const added = recent.people.map(addedAt);
    fill({ lately: latelyFrom(added, since, recent.unread === 0, basis.now) });
  }
  if (looked.lookedAt && (recent === null || recent.people)) {
    const people = recent?.people ?? [];
    const { sequence, emails, now } = basis;
    const about =
      looked.lookedAt === 'near' ? questionsAboutLast(basis, Math.min(2, published - asked.requests)) : [];
    const answers = [...asked.answers, ...(await askAll(kit, id, about))];
    const lookedAt = { added: people.map(addedAt), unread: recent?.unread ?? 0, lookedAt: looked.lookedAt };
    fill({
      estimate: estimateFrom(basis, lookedAt, answers),
      until: untilNobodyWaits(basis, lookedAt),
      people: waitingAmong(people, sequence, emails, now),
    });
    if (asked.requests + about.length < 2) await countAll();
    return;
  }
  const left = Math.max(0, published - asked.requests);
  const most = Math.min(left - 1, MOST_QUESTIONS);
  const questions = most > 0 ? questionsFor(basis.sequence, basis.emails, basis.now, most) : [];
  await Promise.all([
    left > 0 && countAll(),
    askAll(kit, id, questions).then((answers) => {
      fill({
        estimate: estimate(basis, [...asked.answers, ...answers]),
        until: untilNobodyWaits(basis, null),
      });
    }),
  ]);
}

interface Looked {
  /** The people that could be read, and from which day on. Null: there was nobody to look at, or Kit did not answer. */
  recent: Recent | null;
  since: number;
  /** Whether these are all who may be waiting, or all but those who wait for a last email that is far off. */
  lookedAt: 'all' | 'near' | null;
  asked: { requests: number; answers: CountAnswer[] };
}

/** Looks at those who can be waiting, where they are few enough, in at most two requests of a thousand each. */
async function lookAtRecent(
  kit: PeopleKit,
  id: number,
  basis: Basis,
  published: number,
  pages: number,
): Promise<Looked> {
  const { all, near } = daysToLookAt(basis);
  const lately = dayForLately(basis.now);
  const fits = basis.active <= mostRead(pages);
  // Everybody fits; or first with those who were added lately, and then without them.
  const days = fits ? [Math.min(all, lately)] : published > 1 ? [Math.min(near, lately), near] : [near];
  const asked: Looked['asked'] = { requests: 0, answers: [] };
  const covers = (since: number) => (since <= all ? 'all' : since <= near ? 'near' : null);
  for (const since of new Set(days)) {
    // Nobody has to be looked at, or more than can be read.
    if (since === Infinity) return { recent: null, since, lookedAt: covers(since), asked };
    if (since === -Infinity && !fits) continue;
    const recent = await readRecent(kit, id, since, pages);
    asked.requests += 1;
    if (!recent) break;
    if (Number.isFinite(since)) asked.answers.push({ question: questionAbout(since), count: recent.total });
    if (recent.people) return { recent, since, lookedAt: covers(since), asked };
  }
  return { recent: null, since: Infinity, lookedAt: null, asked };
}

const askAll = (kit: PeopleKit, id: number, questions: CountQuestion[]): Promise<CountAnswer[]> =>
  Promise.all(
    questions.map(async (question): Promise<CountAnswer> => {
      const count = await kit.countSubscribers(id, 'active', question);
      return { question, count: count.ok ? count.value : null };
    }),
  );
