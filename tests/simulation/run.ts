import { createHash } from 'node:crypto';
import { type Step, storyOf } from './actions.ts';
import { begin } from './beginning.ts';
import { Checks } from './checks.ts';
import type { Rules } from './kit.ts';
import { createRandom, type Random } from './random.ts';
import { Story } from './story.ts';
import { World } from './world.ts';

export interface Outcome {
  violations: string[];
  /** How many things happened. */
  things: number;
  /** How often jobs of each kind came to each step. */
  steps: Map<string, number>;
}

export const storyOfSeed = (seed: number): Step[] => storyOf(createRandom(`story ${seed}`));

/** Plays a story in the world of a seed. The same always comes of the same. */
export async function play(seed: number, story: Step[]): Promise<Outcome> {
  const random = createRandom(`world ${seed}`);
  const world = new World(`${seed}`, rulesOf(random));
  const restore = decide(world, random);
  try {
    await begin(world);
    const checks = new Checks(world);
    const told = new Story(world, checks);
    for (const step of story) {
      await told.play(step);
      if (checks.violations.length > 0) break;
    }
    if (checks.violations.length === 0 && !(await told.end())) {
      checks.violations.push('It never ends: too much happens');
    }
    if (checks.violations.length === 0) await checks.atEnd();
    return { violations: checks.violations, things: world.time.happened, steps: checks.steps };
  } finally {
    restore();
  }
}

function rulesOf(random: Random): Rules {
  return {
    lag: random.pick([0, 2_000, 5 * 60_000]),
    nullPositions: random.chance(0.3),
    uniquePositions: random.chance(0.5),
    perPage: random.pick([2, 4, 1000]),
    slowness: random.pick([20, 80, 3_000]),
    storageSlowness: random.pick([1, 1, 40]),
    endsWell: random.chance(0.85),
    savesFiles: random.chance(0.3),
  };
}

/** What the platform decides by itself is decided by the seed meanwhile. Gives what ends that. */
function decide(world: World, random: Random): () => void {
  const { now } = Date;
  const { randomUUID } = crypto;
  const { subtle } = crypto;
  const { digest } = subtle;
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => random.between(0, 15).toString(16)).join('');
  Date.now = () => world.time.now();
  crypto.randomUUID = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  // The platform's own comes when a thread is done.
  subtle.digest = async (_, data) => {
    const bytes = ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);
    return new Uint8Array(createHash('sha256').update(bytes).digest()).buffer;
  };
  return () => {
    Date.now = now;
    crypto.randomUUID = randomUUID;
    subtle.digest = digest;
  };
}

/** What goes wrong, but for where and with what; null for nothing. */
export async function ruleBroken(seed: number, story: Step[]): Promise<string | null> {
  const { violations } = await play(seed, story);
  return violations[0]?.split(':')[0] ?? null;
}
