import type { Step } from './actions.ts';

/**
 * The smallest story that still goes wrong, found by leaving out what does not matter.
 *
 * @param goesWrong whether a story still does, in the same way.
 */
export async function shrink(from: Step[], goesWrong: (story: Step[]) => Promise<boolean>): Promise<Step[]> {
  let story = from;
  for (let size = Math.ceil(story.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < story.length; ) {
      const smaller = await firstOf(without(story, at, size), goesWrong);
      if (smaller) story = smaller;
      else at += size;
    }
  }
  return story;
}

/** The story without these steps, and without them but with the time that they took. */
function without(story: Step[], at: number, size: number): Step[][] {
  const left = story.slice(0, at);
  const gone = story.slice(at, at + size);
  const [next, ...others] = story.slice(at + size);
  if (!next) return [left];
  const sum = (of: 'things' | 'ms') => gone.reduce((all, { after }) => all + after[of], next.after[of]);
  const later: Step = { ...next, after: { ...next.after, things: sum('things'), ms: sum('ms') } };
  return [
    [...left, next, ...others],
    [...left, later, ...others],
  ];
}

async function firstOf(
  stories: Step[][],
  goesWrong: (story: Step[]) => Promise<boolean>,
): Promise<Step[] | null> {
  for (const story of stories) if (await goesWrong(story)) return story;
  return null;
}
