import { expect, test } from 'vitest';
import type { Step } from './actions.ts';
import { play, ruleBroken, storyOfSeed } from './run.ts';
import { shrink } from './shrink.ts';

const SEEDS = 500;

/** What every run of the tests has to come by, of each kind of job. */
const REACHED = [
  ...[
    'pause: done',
    'resume: done',
    'delete: done',
    'back up: done',
    'delete: saving',
    'back up: saving',
    'restore: done',
    'restore: undone',
  ],
  ...['add people: done', 'add people: paused', 'add people: cancelled', 'batch: done', 'batch: stopped'],
  ...['retire: resting', 'retire: ended', 'retire: due', 'watch: resting', 'watch: due', 'watch: ended'],
  ...['delete: cancelled', 'delete: refused', 'delete: settling', 'restore: finding', 'restore: matching'],
];

/** How it comes to what goes wrong. */
async function smallest(seed: number, rule: string): Promise<string> {
  const goesWrong = async (story: Step[]) => (await ruleBroken(seed, story)) === rule;
  const steps = await shrink(storyOfSeed(seed), goesWrong);
  return steps.map((step) => JSON.stringify(step)).join('\n');
}

test('whatever happens to everything at once, each promise holds', async () => {
  const reached = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const outcome = await play(seed, storyOfSeed(seed));
    const [violation] = outcome.violations;
    if (violation) {
      const story = await smallest(seed, violation.split(':')[0] ?? '');
      throw new Error(`npm run simulate -- --seed ${seed}\n${violation}\n${story}`);
    }
    for (const step of outcome.steps.keys()) reached.add(step);
  }
  for (const step of REACHED) expect(reached).toContain(step);
}, 180_000);

test('a seed replays one run', async () => {
  const story = storyOfSeed(7);
  const first = await play(7, story);
  expect(first.things).toBeGreaterThan(100);
  expect(await play(7, story)).toEqual(first);
});

test('a story that goes wrong shrinks to what it takes', async () => {
  const story = storyOfSeed(7);
  const goesWrong = async (steps: Step[]) => {
    const things = steps.reduce((sum, { after }) => sum + after.things, 0);
    const presses = steps.filter(({ action }) => action.do === 'press');
    return presses.length >= 2 && things >= 100;
  };
  expect(await goesWrong(story)).toBe(true);
  const smallest = await shrink(story, goesWrong);
  expect(smallest.map(({ action }) => action.do)).toEqual(['press', 'press']);
  expect(await goesWrong(smallest)).toBe(true);
});
