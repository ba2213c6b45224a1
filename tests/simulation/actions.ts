import { type Calls, type Fate, WRITES } from './network.ts';
import type { Random } from './random.ts';
import type { StorageFault } from './storage.ts';

/**
 * Something that a person, the browser, the computer or Kit does. What is chosen by a number is chosen among those that
 * there are then. Times are in ms.
 */
export type Action =
  | { do: 'open panel'; panel: number; sequence: number }
  | { do: 'close panel'; panel: number }
  | { do: 'press'; panel: number; what: Press }
  /** Restores are wished for by the backup. */
  | { do: 'restore'; backup: number }
  | { do: 'of restore'; restore: number; wish: 'stop' | 'undo' | 'retry' }
  | { do: 'add people'; restore: number; group: 'start' | 'midway' }
  | { do: 'of people'; addition: number; wish: 'pause' | 'resume' | 'stop' }
  | { do: 'batch'; kind: 'pause' | 'delete' | 'back up'; sequences: number[]; backUp: boolean }
  | { do: 'of batch'; batch: number; wish: 'pause' | 'resume' | 'stop' }
  | { do: 'of retirement'; retirement: number; wish: 'keep longer' | 'bring back' | 'remove' }
  | { do: 'of watch'; watch: number; wish: 'look' | 'stop' }
  | { do: 'close manager' }
  /** Goes on with whatever waits for the network. */
  | { do: 'online' }
  /** In Kit's own pages. */
  | {
      do: 'edit';
      sequence: number;
      what: Edit;
    }
  | { do: 'crash' }
  | { do: 'restart the browser' }
  | { do: 'storage'; fault: StorageFault; for: number }
  | { do: 'kit'; calls: Calls; fate: Fate }
  | { do: 'offline'; for: number }
  | { do: 'set the clock'; by: number }
  | { do: 'sleep'; for: number };

const STEPS = [
  ...(['backing up', 'waiting', 'checking', 'sending', 'sending', 'settling'] as const),
  ...([
    'creating',
    'finding',
    'writing',
    'matching',
    'naming',
    'comparing',
    'inspecting',
    'deleting',
  ] as const),
  ...(['activating', 'adding', 'running', 'stopping', 'cancelled', 'blocked'] as const),
  ...(['reading', 'pausing', 'looking', 'telling', 'bringing back'] as const),
] as const;

const EDITS = [
  ...(['pause', 'resume', 'rename', 'setting', 'people', 'email', 'rewrite', 'delete'] as const),
] as const;
export type Edit = (typeof EDITS)[number];

export type Press =
  | 'pause'
  | 'resume'
  | 'delete'
  | 'delete, backed up'
  | 'back up'
  | 'retire'
  | 'watch'
  | 'cancel';

/**
 * It comes after so many things have happened, or after so many ms where less happens. `step`: these are counted from
 * when a job has come to that step, where one does.
 */
export interface Step {
  after: { step?: string; things: number; ms: number };
  action: Action;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PANELS = 3;
/** Chosen among those that there are, it is the last one. */
const LATEST = -1;

const FATES: Record<Fate, number> = {
  good: 1,
  'lost before': 3,
  'lost after': 4,
  'timeout before': 1,
  'timeout after': 2,
  limited: 2,
  unauthorized: 0.5,
  forbidden: 0.5,
  refused: 2,
  'server error before': 2,
  'server error after': 3,
  garbled: 2,
  '404 not from Kit before': 2,
  '404 not from Kit after': 1,
  '403 not from Kit before': 1,
  twice: 4,
  'twice, and lost': 1,
};

/** The story of a seed. */
export function storyOf(random: Random): Step[] {
  const length = random.between(4, 50);
  const story: Step[] = [];
  while (story.length < length) {
    const action = anAction(random);
    const isQuick = random.chance(0.75);
    const after = {
      things: isQuick ? random.between(0, 25) : random.between(20, 400),
      ms: isQuick ? random.pick([10, 500, 6 * SECOND]) : random.pick([MINUTE, 10 * MINUTE, 2 * HOUR]),
    };
    story.push({ after, action });
    // Much happens just after something was begun.
    for (const next of sequels(action, random)) story.push({ after: soon(next, random), action: next });
  }
  return story;
}

function soon(action: Action, random: Random): Step['after'] {
  if (action.do === 'of restore' && random.chance(0.2)) return { things: 300, ms: 20 * MINUTE };
  if (random.chance(0.6)) return { things: random.between(0, 30), ms: MINUTE };
  return { step: random.pick(STEPS), things: random.between(0, 4), ms: MINUTE };
}

function sequels(action: Action, random: Random): Action[] {
  const of = (some: Action[]): Action[] => some.filter(() => random.chance(0.35));
  const crash: Action = { do: 'crash' };
  switch (action.do) {
    case 'open panel': {
      const { panel } = action;
      const what = random.pick([
        'pause',
        'resume',
        'delete',
        'delete, backed up',
        'delete, backed up',
        'back up',
        'retire',
        'watch',
      ]);
      const press: Action = { do: 'press', panel, what };
      const { sequence } = action;
      return [
        press,
        ...of([
          { do: 'press', panel, what: 'cancel' },
          crash,
          { do: 'close panel', panel },
          { do: 'edit', sequence, what: random.pick(['rewrite', 'email', 'people', 'setting']) },
          ...(what === 'retire' ? ofRetirement(random) : []),
          ...(what === 'watch' ? ofWatch(random) : []),
        ]),
      ];
    }
    case 'restore': {
      const wish = random.pick(['stop', 'stop', 'retry', 'undo']);
      const calls = random.pick(['createSequence', 'createEmail', 'updateEmail', 'deleteSequence']);
      return of([
        {
          do: 'kit',
          calls,
          fate: random.pick(['lost after', 'lost before', 'timeout after', 'garbled', 'twice']),
        },
        { do: 'set the clock', by: random.pick([HOUR, -HOUR]) },
        { do: 'of restore', restore: LATEST, wish },
        { do: 'edit', sequence: LATEST, what: random.pick(['people', 'email', 'setting', 'rename']) },
        crash,
        { do: 'of restore', restore: LATEST, wish: 'undo' },
        crash,
        { do: 'add people', restore: LATEST, group: 'start' },
      ]);
    }
    case 'add people': {
      const wish = random.pick(['pause', 'pause', 'stop']);
      const fate = random.pick(['lost before', 'lost after', 'server error before', 'refused', 'twice']);
      return of([
        { do: 'kit', calls: 'addSubscriber', fate },
        { do: 'edit', sequence: LATEST, what: 'pause' },
        crash,
        { do: 'of people', addition: LATEST, wish },
        crash,
        { do: 'of people', addition: LATEST, wish: 'resume' },
      ]);
    }
    case 'batch': {
      const wish = random.pick(['pause', 'stop']);
      return of([
        crash,
        { do: 'of batch', batch: LATEST, wish },
        { do: 'of batch', batch: LATEST, wish: 'resume' },
      ]);
    }
    default:
      return [];
  }
}

/** What rests for days meets them, and what people want of it. */
const ofRetirement = (random: Random): Action[] => [
  { do: 'sleep', for: random.pick([DAY, 8 * DAY]) },
  {
    do: 'of retirement',
    retirement: LATEST,
    wish: random.pick(['keep longer', 'bring back', 'bring back', 'remove']),
  },
  { do: 'crash' },
];
const ofWatch = (random: Random): Action[] => [
  { do: 'of watch', watch: LATEST, wish: 'look' },
  { do: 'sleep', for: random.pick([DAY, 8 * DAY, 40 * DAY]) },
  { do: 'crash' },
  { do: 'of watch', watch: LATEST, wish: 'stop' },
];

function anAction(random: Random): Action {
  const nth = () => random.between(0, 7);
  const panel = random.between(0, PANELS - 1);
  const one = random.weighted({
    'open panel': 9,
    'close panel': 2,
    press: 16,
    restore: 6,
    'of restore': 6,
    'add people': 5,
    'of people': 5,
    batch: 3,
    'of batch': 2,
    'of retirement': 2,
    'of watch': 2,
    'close manager': 1,
    online: 1,
    edit: 4,
    crash: 6,
    'restart the browser': 1,
    storage: 3,
    kit: 22,
    offline: 2,
    'set the clock': 2,
    sleep: 2,
  });
  switch (one) {
    case 'open panel':
      return { do: one, panel, sequence: nth() };
    case 'close panel':
      return { do: one, panel };
    case 'press': {
      const what = random.weighted<Press>({
        pause: 3,
        resume: 2,
        delete: 3,
        'delete, backed up': 5,
        'back up': 2,
        retire: 2,
        watch: 2,
        cancel: 3,
      });
      return { do: one, panel, what };
    }
    case 'restore':
      return { do: one, backup: nth() };
    case 'of restore':
      return { do: one, restore: nth(), wish: random.pick(['stop', 'undo', 'undo', 'retry', 'retry']) };
    case 'add people':
      return { do: one, restore: nth(), group: random.pick(['start', 'midway']) };
    case 'of people':
      return { do: one, addition: nth(), wish: random.pick(['pause', 'resume', 'resume', 'stop']) };
    case 'batch': {
      const sequences = Array.from({ length: random.between(1, 4) }, nth);
      const kind = random.pick(['pause', 'delete', 'delete', 'back up']);
      return { do: one, kind, sequences, backUp: random.chance(0.7) };
    }
    case 'of batch':
      return { do: one, batch: nth(), wish: random.pick(['pause', 'resume', 'stop']) };
    case 'of retirement':
      return { do: one, retirement: nth(), wish: random.pick(['keep longer', 'bring back', 'remove']) };
    case 'of watch':
      return { do: one, watch: nth(), wish: random.pick(['look', 'look', 'stop']) };
    case 'edit': {
      return { do: one, sequence: nth(), what: random.pick(EDITS) };
    }
    case 'storage': {
      const fault = random.pick(['full', 'fails', 'closes', 'session full']);
      return { do: one, fault, for: random.pick([20, SECOND, 5 * MINUTE]) };
    }
    case 'kit': {
      const calls = random.chance(0.5) ? random.pick(WRITES) : random.pick(['writes', 'reads', 'all']);
      return { do: one, calls, fate: random.weighted(FATES) };
    }
    case 'offline':
      return { do: one, for: random.pick([SECOND, 3 * MINUTE, 3 * HOUR]) };
    case 'set the clock':
      return { do: one, by: random.pick([-2 * DAY, -HOUR, -MINUTE, MINUTE, HOUR, 2 * DAY]) };
    case 'sleep':
      return { do: one, for: random.pick([20 * SECOND, 10 * MINUTE, 9 * HOUR, 3 * DAY]) };
    default:
      return { do: one };
  }
}
