import { parseArgs } from 'node:util';
import { play, ruleBroken, storyOfSeed } from './run.ts';
import { shrink } from './shrink.ts';

/** `npm run simulate -- --seeds N [--first F]`, or `--seed S` for one of them. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
    /** Goes on after a seed that fails, and tells of each. */
    all: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed ?? values.first);
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first;

const steps = new Map<string, number>();
const failed: number[] = [];
let things = 0;
const begun = performance.now();
for (let seed = first; seed <= last; seed += 1) {
  const story = storyOfSeed(seed);
  const outcome = await play(seed, story);
  things += outcome.things;
  for (const [step, count] of outcome.steps) steps.set(step, (steps.get(step) ?? 0) + count);
  if (outcome.violations.length === 0) continue;
  failed.push(seed);
  console.log(`Seed ${seed}: ${outcome.violations[0]}`);
  if (values.all) continue;
  const rule = await ruleBroken(seed, story);
  const smallest = await shrink(story, async (one) => (await ruleBroken(seed, one)) === rule);
  console.log(`The smallest story of ${story.length} that goes wrong:`);
  for (const { after, action } of smallest) {
    console.log(
      `  after ${after.step ? `'${after.step}', ` : ''}${after.things} things or ${after.ms} ms: ${JSON.stringify(action)}`,
    );
  }
  for (const violation of (await play(seed, smallest)).violations) console.log(`  ${violation}`);
  console.log(`Again: npm run simulate -- --seed ${seed}`);
  break;
}
const seconds = (performance.now() - begun) / 1000;
console.log(
  [...steps]
    .toSorted()
    .map(([step, count]) => `${step} ${count}`)
    .join('\n'),
);
console.log(`${things} things in ${seconds.toFixed(1)} s, ${Math.round(things / seconds)} per second`);
console.log(failed.length > 0 ? `Failed: ${failed.join(', ')}` : 'No violation');
process.exitCode = failed.length > 0 ? 1 : 0;
