import { expect, test } from 'vitest';
import { fetchFrom } from '../../demo/in-process.ts';
import { SEED, seededKit } from '../../demo/seed.ts';
import { memoryStore } from '../../utils/backup/testing/memory-store.ts';
import { createRunner } from '../../utils/jobs/runner.ts';
import { memoryJournal } from '../../utils/jobs/testing/memory-journal.ts';
import { readWhole } from '../../utils/kit/body.ts';
import type { Budget } from '../../utils/kit/budget.ts';
import { type Authorization, createKit } from '../../utils/kit/client.ts';
import { ok } from '../../utils/result.ts';
import { gatherReview } from '../../utils/review/gather.ts';
import { atStake, type Review } from '../../utils/review/review.ts';
import { createBackups } from '../../utils/sequence/backups.ts';
import { sequenceJobs } from '../../utils/sequence/definition.ts';
import {
  isSequenceJobEnded,
  type SequenceJob,
  type SequenceJobKind,
  subjectOfSequence,
} from '../../utils/sequence/sequence-job.ts';
import { reviewProblemWords } from '../review/words.ts';
import { type RecoveryAction, recoveryFor } from '../ui/recovery.ts';
import { outcomeOf } from './outcome.ts';

/** What a fault makes of a request; `serve` is the embedded Kit, and what it does is done. */
type Fault = (serve: () => Promise<Response>) => Promise<Response>;

const status =
  (code: number): Fault =>
  async () =>
    Response.json({ errors: ['Kit said no'] }, { status: code });
const broken = () => new TypeError('Failed to fetch');
const late = () => new DOMException('No reply', 'TimeoutError');
const page = (body: string, type = 'text/html', status = 200) =>
  new Response(body, { status, headers: { 'content-type': type } });

const FAULTS: [name: string, fault: Fault][] = [
  ['no fault', (serve) => serve()],
  ['401', status(401)],
  ['403', status(403)],
  ['404', status(404)],
  [
    'a 404 page of a proxy',
    async () => page('<html><title>404 Not Found</title>nginx</html>', 'text/html', 404),
  ],
  ['a challenge page', async () => page('<title>Just a moment...</title>', 'text/html', 403)],
  ['413', status(413)],
  ['422', status(422)],
  ['429', status(429)],
  ['500', status(500)],
  ['503', status(503)],
  [
    'time-out before the effect',
    async () => {
      throw late();
    },
  ],
  [
    'time-out after the effect',
    async (serve) => {
      await serve();
      throw late();
    },
  ],
  [
    'connection dropped before the effect (offline is the same)',
    async () => {
      throw broken();
    },
  ],
  [
    'connection dropped after the effect',
    async (serve) => {
      await serve();
      throw broken();
    },
  ],
  [
    'sent twice by the browser',
    async (serve) => {
      await serve();
      return serve();
    },
  ],
  ['an HTML page with status 200', async () => page('<!doctype html><title>Down for maintenance</title>')],
  [
    'truncated JSON after the effect',
    async (serve) => {
      const text = await (await serve()).text();
      return page(text.slice(0, text.length / 2) || '{"sequ', 'application/json');
    },
  ],
  // `fetch` gives a redirect that it does not follow as status 0, as it does an error.
  ['a redirect to a login page', async () => Response.error()],
  [
    'wrong types after the effect',
    async (serve) => {
      await serve();
      return Response.json({ sequence: { id: '80', active: 'yes' }, pagination: { total_count: '7' } });
    },
  ],
  ['a body of 20 MB', async () => page(`"${'x'.repeat(20_000_000)}"`, 'application/json')],
];

/** Where the fault strikes: everything that is sent in this step. */
const PLACES = [
  ['review', 'the sequence'],
  ['review', 'the active count'],
  ['pause', 'checking'],
  ['pause', 'sending'],
  ['pause', 'settling'],
  ['resume', 'checking'],
  ['resume', 'sending'],
  ['resume', 'settling'],
  ['delete', 'backing up, the sequence'],
  ['delete', 'backing up, its emails'],
  ['delete', 'backing up, its people'],
  ['delete', 'backing up, the other sequences'],
  ['delete', 'checking'],
  ['delete', 'checking, the count'],
  ['delete', 'sending'],
  ['delete', 'settling'],
  ['back up', 'backing up, the sequence'],
  ['back up', 'backing up, its emails'],
  ['back up', 'backing up, its people'],
  ['back up', 'backing up, the other sequences'],
] as const;
type Place = (typeof PLACES)[number];

const signedIn: Authorization = { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) };
const account = { id: SEED.account, name: 'Juniper Street Letters' };
const held = seededKit();
const violations: string[] = [];
const serve = fetchFrom(held, violations);
// Limits are another test's subject.
held.limits.key = 1e6;
const budget: Budget = { turn: async () => ok(null), refused: () => undefined };

/** What a backup asks for. */
const IN_BACKUP: Record<string, RegExp> = {
  'backing up, the sequence': /include=stats/,
  'backing up, its emails': /\/emails/,
  'backing up, its people': /\/subscribers/,
  'backing up, the other sequences': /\/v4\/sequences\?/,
};

const isCount = (url: string) => url.includes('/subscribers');

/** The embedded Kit with this fault at this place. `at` is where the extension stands. */
function setUp(fault: Fault, [, where]: Place, sequenceId: number) {
  const sequence = held.sequence(sequenceId);
  sequence.deleted = false;
  sequence.settings.active = sequenceId !== SEED.paused;
  let at = 'review';
  function strikes({ url }: Request): boolean {
    if (where === 'the sequence')
      return at === 'review' && new URL(url).pathname.endsWith(`/sequences/${sequenceId}`);
    if (where === 'the active count') return at === 'review' && url.includes('status=active');
    if (where.startsWith('backing up')) return at === 'backing up' && IN_BACKUP[where]?.test(url) === true;
    if (where === 'checking, the count') return at === 'checking' && isCount(url);
    return at === where && !isCount(url);
  }
  async function fetch(request: Request): Promise<Response> {
    if (strikes(request)) return readWhole(await fault(() => serve(request)), AbortSignal.any([]));
    // What makes the extension look: the reply to the write was lost, and the write was done.
    if (where === 'settling' && at === 'sending') {
      await serve(request);
      throw broken();
    }
    return serve(request);
  }
  const kit = createKit(signedIn, { fetch, budget, sleep: async () => undefined });
  return {
    kit,
    reached: (step: string) => {
      at = step;
    },
    holds: () => (sequence.deleted ? 'gone' : sequence.settings.active ? 'active' : 'paused'),
  };
}

const BUTTONS: Record<RecoveryAction, string> = {
  check: 'Check again',
  retry: 'Try again',
  connect: 'Connect with Kit',
  reconnect: 'Reconnect',
  allow: 'Allow access to Kit',
};
// Names stand between invisible marks of direction, which would only puzzle the page's readers.
const shown = (text: string, recovery: RecoveryAction | null) =>
  `${text.replaceAll(/[\u2066-\u2069]/g, '')}${recovery ? ` [${BUTTONS[recovery]}]` : ''}`;

async function runJob(fault: Fault, place: Place, kind: SequenceJobKind): Promise<[string, string]> {
  const sequenceId = kind === 'resume' ? SEED.paused : SEED.welcome;
  const world = setUp(fault, place, sequenceId);
  const gathered = await gatherReview([account], () => world.kit, { sequenceId, pageAccountId: null });
  if (!gathered.ok) throw new Error('No review');
  const review: Review = gathered.value;
  const kinds = sequenceJobs({
    kit: () => world.kit,
    pageAccount: async () => null,
    backups: createBackups({
      store: memoryStore(),
      kit: () => world.kit,
      requestsPerMinute: async () => 100,
      sleep: async () => undefined,
    }),
  });
  const runner = createRunner(kinds, {
    journal: memoryJournal((job) => !kinds[kind].hasEnded(job as SequenceJob)),
    alarms: { set: async () => undefined, clear: async () => undefined, names: async () => [] },
    lock: (_, work) => work(),
    sleep: async () => undefined,
  });
  const end = await new Promise<string>((resolve) => {
    runner.follow(subjectOfSequence(sequenceId), (told) => {
      const job = told as SequenceJob;
      const { state } = job;
      world.reached(state.step);
      const ended = isSequenceJobEnded(state)
        ? state
        : state.step === 'settling' && state.look
          ? { ...state, look: state.look }
          : null;
      if (!ended) return;
      const { title, sentences, recovery } = outcomeOf(job, ended);
      resolve(shown([...(title ? [`${title}.`] : []), ...sentences].join(' '), recovery));
    });
    runner.start(kind, { sequenceId, review, backUp: true });
  });
  return [end, world.holds()];
}

async function runReview(fault: Fault, place: Place): Promise<[string, string]> {
  const world = setUp(fault, place, SEED.welcome);
  const review = await gatherReview([account], () => world.kit, {
    sequenceId: SEED.welcome,
    pageAccountId: null,
  });
  const words = review.ok
    ? atStake(review.value) === null
      ? 'The review is shown, says that the active subscribers could not be counted, and wants the name typed.'
      : 'The review is shown.'
    : shown(reviewProblemWords(review.problem), recoveryFor(review.problem.problem));
  return [words, world.holds()];
}

const run = (fault: Fault, place: Place) =>
  place[0] === 'review' ? runReview(fault, place) : runJob(fault, place, place[0]);

test('the fault matrix is as docs/faults.md says', async () => {
  const notes: string[] = [];
  const note = (words: string) => {
    if (!notes.includes(words)) notes.push(words);
    return notes.indexOf(words) + 1;
  };
  const rows: string[] = [];
  for (const [name, fault] of FAULTS) {
    const cells: string[] = [];
    for (const place of PLACES) {
      const [words, holds] = await run(fault, place);
      expect(words).not.toBe('');
      cells.push(`${note(words)}, ${holds}`);
    }
    rows.push(`| ${[name, ...cells].join(' | ')} |`);
  }
  expect(violations).toEqual([]);
  const heads = PLACES.map(([what, where]) => `${what}: ${where}`);
  await expect(
    [
      '# What happens when something goes wrong',
      '',
      'Written by `npx vitest run components/jobs/faults.test.ts -u`, which puts each fault into each step, with the',
      'extension’s own code on the embedded Kit. The test fails when this page is no longer true.',
      '',
      'A row is a fault, a column the step that it strikes, as often as that step asks Kit. A cell has the number of what the',
      'person is told, below, and what Kit holds afterwards: the sequence active, paused or gone. "Settling" is the look at Kit after',
      'a reply that got lost although Kit had done what was asked.',
      '',
      `| Fault | ${heads.join(' | ')} |`,
      `| --- |${' --- |'.repeat(heads.length)}`,
      ...rows,
      '',
      '## What the person is told',
      '',
      'In brackets: the button.',
      '',
      ...notes.map((words, index) => `${index + 1}. ${words}`),
      '',
    ].join('\n'),
  ).toMatchFileSnapshot('../../docs/faults.md');
}, 120_000);
