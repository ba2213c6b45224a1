import { expect, test } from 'vitest';
import { SEED } from '../../demo/seed.ts';
import type { Job } from '../../utils/jobs/job.ts';
import { subjectOfAddition } from '../../utils/people/addition.ts';
import { isRestoreEnded, type Restore, subjectOfRestore } from '../../utils/restore/restore.ts';
import { BACKUP } from '../../utils/restore/testing/fakes.ts';
import { isRetirementEnded, type Retirement, subjectOfRetirement } from '../../utils/retire/retirement.ts';
import { gatherReview } from '../../utils/review/gather.ts';
import { atStake, reviewOf } from '../../utils/review/review.ts';
import {
  isSequenceJobEnded,
  type SequenceJob,
  type SequenceJobKind,
} from '../../utils/sequence/sequence-job.ts';
import { subjectOfWatch } from '../../utils/watch/watch.ts';
import { reviewProblemWords } from '../review/words.ts';
import { recoveryFor } from '../ui/recovery.ts';
import { type Fault, IN_THE_COMPUTER, ON_THE_WAY } from './testing/faults.ts';
import { withButton, wordsOf } from './testing/faults-words.tsx';
import { account, type FaultsWorld, faultsKit, PEOPLE, type Place } from './testing/faults-world.ts';

interface Told {
  reads: string;
  holds: string;
}

/** Where faults strike. `isMain`: Kit is asked to change something there, so the computer's own faults strike too. */
interface Section {
  title: string;
  place: Place;
  isMain?: true;
}

const kit = faultsKit();
/** In ms of a busy computer: time itself is simulated. */
const LONGEST_WAIT = 30_000;
const COUNT = /\/subscribers/;
const sent = { step: 'settling', lostIn: 'sending' };
const BACKUP_SECTIONS: Section[] = [
  { title: 'While its settings are read', place: { step: 'backing up', url: /include=stats/ } },
  { title: 'While its emails are read', place: { step: 'backing up', url: /\/emails/ } },
  { title: 'While its people are read', place: { step: 'backing up', url: COUNT } },
  { title: 'While other sequences are read', place: { step: 'backing up', url: /\/v4\/sequences\?/ } },
];
const SECTIONS: Record<Exclude<SequenceJobKind, 'back up'>, Section[]> = {
  pause: [
    { title: 'When Kit is asked to pause it', place: { step: 'sending' }, isMain: true },
    { title: 'While it is checked just before', place: { step: 'checking', but: COUNT } },
    { title: 'After a lost reply, while Kit is asked what became of it', place: sent },
  ],
  resume: [
    { title: 'When Kit is asked to resume it', place: { step: 'sending' }, isMain: true },
    { title: 'While it is checked just before', place: { step: 'checking', but: COUNT } },
    { title: 'After a lost reply, while Kit is asked what became of it', place: sent },
  ],
  delete: [
    { title: 'When Kit is asked to delete it', place: { step: 'sending' }, isMain: true },
    { title: 'While it is checked just before', place: { step: 'checking', but: COUNT } },
    { title: 'While its people are counted just before', place: { step: 'checking', url: COUNT } },
    { title: 'After a lost reply, while Kit is asked what became of it', place: sent },
    ...BACKUP_SECTIONS,
  ],
};
const RESTORE: Section[] = [
  { title: 'When Kit is asked to make the sequence', place: { step: 'creating' }, isMain: true },
  { title: 'When Kit is asked to write the first email', place: { step: 'writing' }, isMain: true },
  { title: 'While the account is asked who it is', place: { step: 'checking' } },
  { title: 'While all is read back', place: { step: 'comparing' } },
  {
    title: 'After a lost reply, while the sequence is looked for',
    place: { step: 'finding', lostIn: 'creating' },
  },
];
const ADD_PEOPLE: Section[] = [
  { title: 'When Kit is asked to add people', place: { step: 'sending' }, isMain: true },
  { title: 'When Kit is asked to resume the sequence', place: { step: 'activating' }, isMain: true },
];

const RETIRE: Section[] = [
  { title: 'When Kit is asked to pause it', place: { step: 'sending' }, isMain: true },
  { title: 'While Kit is asked how it is', place: { step: 'reading' } },
  { title: 'While it is checked just before', place: { step: 'checking', but: COUNT } },
];
const WATCH: Section[] = [
  { title: 'While the sequence is read', place: { step: 'looking', but: /subscribers|emails/ } },
  { title: 'While its emails are read', place: { step: 'looking', url: /\/emails/ } },
  { title: 'While its people are read', place: { step: 'looking', url: COUNT } },
];

async function reviewed(world: FaultsWorld, sequenceId: number) {
  const gathered = await gatherReview([account], () => world.kit, { sequenceId, pageAccountId: null });
  if (!gathered.ok) throw new Error('No review');
  await world.reviews.keep(gathered.value);
  const look = await world.reviews.find(gathered.value.id);
  return look && reviewOf(look);
}

async function onSequence(world: FaultsWorld, kind: SequenceJobKind): Promise<Told> {
  const sequenceId = kind === 'resume' ? SEED.paused : SEED.welcome;
  const review = await reviewed(world, sequenceId);
  const told = world.told(`sequence/${sequenceId}`, isToldOfSequence);
  await world.start(kind as 'pause', { sequenceId, review, backUp: true });
  return { reads: wordsOf(await told), holds: world.stateOf(sequenceId) };
}

const isToldOfSequence = (row: Job): boolean => {
  const { state } = row as SequenceJob;
  return isSequenceJobEnded(state) || (state.step === 'settling' && state.look !== null);
};

async function retire(world: FaultsWorld): Promise<Told> {
  const sequenceId = SEED.welcome;
  // Without a review nothing is begun, and the panel asks for a new one.
  const review = (await reviewed(world, sequenceId)) ?? null;
  let last: Job | null = null;
  const told = world.told(subjectOfRetirement(sequenceId), (row) => {
    last = row;
    const { state } = row as Retirement;
    return isRetirementEnded(state) || state.step === 'resting';
  });
  // What it waits for may rest itself, for minutes to hours: it says that it is under way.
  const waits = world.told(`sequence/${sequenceId}`, isToldOfSequence).then(async () => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
    return last as Job;
  });
  const started = await world.start('retire' as 'pause', { sequenceId, review, days: 30, notify: false });
  const reads = started.ok ? wordsOf(await Promise.race([told, waits])) : 'Not started. [Try again]';
  return { reads, holds: world.stateOf(sequenceId) };
}

async function watch(world: FaultsWorld): Promise<Told> {
  const sequenceId = SEED.welcome;
  const review = await reviewed(world, sequenceId);
  const told = world.told(subjectOfWatch(sequenceId), ({ state }) => state.step !== 'looking');
  await world.start('watch' as 'pause', { sequenceId, review, notify: false });
  return { reads: wordsOf(await told), holds: world.stateOf(sequenceId) };
}

const isRestTold = (row: Job): boolean => {
  const { state } = row as Restore;
  return isRestoreEnded(state) || state.step === 'blocked' || ('look' in state && state.look !== null);
};

async function restore(world: FaultsWorld): Promise<Job> {
  await world.backUp();
  const told = world.told(subjectOfRestore(BACKUP), isRestTold);
  await world.start('restore' as 'pause', { backupId: BACKUP, accountId: SEED.account });
  return told;
}

const shownMade = (world: FaultsWorld): string =>
  world
    .made()
    .map(({ settings: { name, active }, emails }) => {
      const part = name.includes('(restoring') ? 'not whole' : 'whole';
      return `a new sequence, ${part} (${emails.length} of 5 emails), ${active ? 'active' : 'paused'}`;
    })
    .join('; ') || 'no new sequence';

async function people(world: FaultsWorld): Promise<Told> {
  const restored = (await restore(world)) as Restore;
  const sequenceId = restored.made?.sequenceId ?? 0;
  const groups = await world.groups();
  if (!groups.ok) throw new Error('No groups');
  const told = world.told(subjectOfAddition(sequenceId), ({ state }) =>
    ['done', 'cancelled', 'blocked'].includes(state.step),
  );
  const wanted = { backupId: BACKUP, sequenceId, group: 'midway', people: groups.value.midway };
  const started = await world.start('add people' as 'pause', wanted);
  if (!started.ok) throw new Error(JSON.stringify([started, groups.value]));
  const reads = wordsOf(await told);
  const { people, settings } = kit.held.sequence(sequenceId);
  const isActive = settings.active ? 'active' : 'paused';
  return { reads, holds: `${people.count()} of ${PEOPLE} people, ${isActive}` };
}

async function review(fault: Fault, url: RegExp): Promise<Told> {
  const world = kit.setUp(fault, { step: 'review', url });
  const look = await gatherReview([account], () => world.kit, {
    sequenceId: SEED.welcome,
    pageAccountId: null,
  });
  const counted =
    look.ok && atStake(look.value) === null
      ? ', says that nobody could be counted, and wants the name typed'
      : '';
  const reads = look.ok
    ? `The review is shown${counted}.`
    : withButton(reviewProblemWords(look.problem), recoveryFor(look.problem.problem));
  return { reads, holds: world.stateOf(SEED.welcome) };
}

/** A person waits for it too: says which fault it is of which they would be told nothing. */
async function inTime(name: string, told: Promise<Told>): Promise<Told> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const never = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing is told of: ${name}`)), LONGEST_WAIT);
  });
  return Promise.race([told, never]).finally(() => clearTimeout(timer));
}

/** Faults that come to the same share a row. */
async function table(faults: [name: string, told: () => Promise<Told>][]): Promise<string[]> {
  const rows = new Map<string, { names: string[]; told: Told }>();
  for (const [name, tell] of faults) {
    const told = await inTime(name, tell());
    expect(told.reads).not.toBe('');
    const row = rows.get(JSON.stringify(told)) ?? { names: [], told };
    row.names.push(name);
    rows.set(JSON.stringify(told), row);
  }
  return [
    '| Fault | What the person reads | What Kit holds |',
    '| --- | --- | --- |',
    ...[...rows.values()].map(
      ({ names, told: { reads, holds } }) => `| ${names.map(capital).join('<br>')} | ${reads} | ${holds} |`,
    ),
  ];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

async function section({ title, place, isMain }: Section, run: (world: FaultsWorld) => Promise<Told>) {
  const inComputer: typeof IN_THE_COMPUTER = isMain ? IN_THE_COMPUTER : [];
  const good: Fault = (serve) => serve();
  const full = () => run(kit.setUp(good, place, { isSessionFull: true }));
  const rows = await table([
    ...ON_THE_WAY.map(
      ([name, fault]) => [name, () => run(kit.setUp(fault, place))] as [string, () => Promise<Told>],
    ),
    ...inComputer.map(
      ([name, fault]) =>
        [name, () => run(kit.setUp(fault, place, { isOnce: true }))] as [string, () => Promise<Told>],
    ),
    ...(isMain ? [['the session storage is full', full] as [string, () => Promise<Told>]] : []),
  ]);
  return [`### ${title}`, '', ...rows, ''];
}

async function chapter(title: string, sections: Section[], run: (world: FaultsWorld) => Promise<Told>) {
  const all = [];
  for (const one of sections) all.push(...(await section(one, run)));
  return [`## ${title}`, '', ...all];
}

test('the fault matrix is as docs/faults.md says', async () => {
  const readings = async (title: string, url: RegExp) => [
    `### ${title}`,
    '',
    ...(await table(ON_THE_WAY.map(([name, fault]) => [name, () => review(fault, url)]))),
    '',
  ];
  const lines = [
    '# What happens when something goes wrong',
    '',
    'Each table puts every fault into one step of a job, with the extension’s own code on the embedded Kit: what the person then',
    'reads, its buttons in brackets, and what Kit holds. Faults that come to the same share a row. A fault on the way strikes each request of the',
    'step, as often as it is tried; one in the computer strikes once, while the first request is under way. A status stands in place of Kit’s own',
    'reply: where it is 404, Kit says that something is gone which it still holds.',
    '',
    'Written by `npx vitest run components/history/faults.test.ts -u`; the test fails when this page is no longer true.',
    '',
    'Several faults at once, at any time: `npm run simulate`, see [CONTRIBUTING](../CONTRIBUTING.md).',
    '',
    '## Review',
    '',
    ...(await readings('While the sequence is read', new RegExp(`/sequences/${SEED.welcome}(\\?|$)`))),
    ...(await readings('While its active people are counted', /status=active/)),
    ...(await chapter('Pause', SECTIONS.pause, (world) => onSequence(world, 'pause'))),
    ...(await chapter('Resume', SECTIONS.resume, (world) => onSequence(world, 'resume'))),
    ...(await chapter('Delete', SECTIONS.delete, (world) => onSequence(world, 'delete'))),
    ...(await chapter('Back up', BACKUP_SECTIONS, (world) => onSequence(world, 'back up'))),
    ...(await chapter('Restore', RESTORE, async (world) => ({
      reads: wordsOf(await restore(world)),
      holds: shownMade(world),
    }))),
    ...(await chapter('Add people', ADD_PEOPLE, people)),
    ...(await chapter('Retire', RETIRE, retire)),
    ...(await chapter('Watch', WATCH, watch)),
  ];
  expect(kit.violations).toEqual([]);
  await expect(`${lines.join('\n').trim()}\n`).toMatchFileSnapshot('../../docs/faults.md');
}, 240_000);
