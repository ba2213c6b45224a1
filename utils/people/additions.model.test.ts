import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { sumAtOnce } from '../backup/testing/sum-at-once.ts';
import { fail, ok } from '../result.ts';
import { type Addition, doneOf, isAdditionEnded } from './addition.ts';
import { setUp } from './testing/fake-world.ts';

afterEach(() => void vi.restoreAllMocks());

const MANY = 45;
/** What happens when somebody is added, before or instead of it. */
const happenings = [
  ...['lost before', 'lost after', 'forbidden', 'no such person', 'paused at Kit'],
  ...['dies before', 'dies after', 'full before', 'full after', 'pause', 'stop', 'day'],
] as const;
type Happening = (typeof happenings)[number] | 'nothing';
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('nothing' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...happenings) },
);

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function play(repeat: boolean, given: Happening[]) {
  const world = await setUp({ people: MANY, repeat });
  const { held, browser } = world;
  const left = [...given];
  /** How often each may have been added. */
  const sent = new Map<number, number>();
  const steps: string[] = [];
  browser.onWritten = ({ state }) => void steps.push(state.step);
  /** How many rows were written when a wish to stop was kept. */
  let stoppedAt = Infinity;
  const lost = fail({ kind: 'unreachable' } as const);
  const send = (id: number) => {
    sent.set(id, (sent.get(id) ?? 0) + 1);
    if (!held.inIt.includes(id)) held.inIt.push(id);
  };
  world.world.answer = async (id) => {
    const now = left.shift() ?? 'nothing';
    if (now.endsWith('after')) send(id);
    switch (now) {
      case 'lost before':
      case 'lost after':
        return lost;
      case 'forbidden':
        return fail({ kind: 'forbidden' });
      case 'no such person':
        if (held.inIt.includes(id)) break;
        return fail({ kind: 'not found' });
      case 'paused at Kit':
        held.active = false;
        return fail({ kind: 'invalid', messages: ['Sequence is inactive'] });
      case 'dies before':
      case 'dies after':
        world.restart();
        return lost;
      case 'full before':
      case 'full after':
        browser.failing.writes = true;
        return lost;
      case 'day':
        world.world.now += 24 * 60 * 60_000;
        break;
      case 'pause':
      case 'stop':
        await world[now]().then(
          () => {
            if (now === 'stop') stoppedAt = Math.min(stoppedAt, steps.length);
          },
          () => undefined,
        );
        break;
      default:
    }
    const already = held.inIt.includes(id);
    send(id);
    return ok(already ? 'already' : 'added');
  };
  await world.start();
  const rows = () => [...browser.kept.jobs.values()] as Addition[];
  for (let turn = 0; turn < 300; turn += 1) {
    await settle();
    if (rows().every(isAdditionEnded)) break;
    browser.failing.writes = false;
    if (turn % 3 === 0) await world.goOn();
    else if (turn % 3 === 1) await world.ring();
    else world.restart();
  }
  return { ...world, rows: rows(), sent, afterStop: steps.slice(stoppedAt) };
}

test('whatever happens, everybody is added at most once or said to be unknown, and everything ends', async () => {
  sumAtOnce();
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(happening, { maxLength: 80, size: 'max' }),
      async (repeat, given) => {
        const { rows, held, sent, afterStop, report, browser } = await play(repeat, given);
        const [row] = rows;
        if (!row || rows.length > 1) throw new Error(`${rows.length} additions`);
        expect(isAdditionEnded(row), JSON.stringify(row.state)).toBe(true);
        ends.add(row.state.step);
        expect(row.wish).toBe(null);
        expect(browser.alarms.size).toBe(0);
        // What was under way is heard of, and nobody else is sent.
        expect(afterStop).not.toContain('sending');
        const { all } = await report(row.id);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        expect(doneOf(row)).toBe(all.length);
        const told = new Map(all.map(({ id, outcome }) => [id, outcome]));
        if (row.state.step === 'done') expect(told.size).toBe(MANY);
        for (const id of held.inIt) expect(['added', 'already', 'unknown']).toContain(told.get(id));
        for (const [id, outcome] of told) {
          if (outcome === 'added' || outcome === 'already') expect(held.inIt).toContain(id);
        }
        // Who begins again when added again is sent once.
        if (repeat) for (const times of sent.values()) expect(times).toBe(1);
      },
    ),
    { numRuns: 500 },
  );
  expect([...ends].toSorted()).toEqual(['cancelled', 'done']);
}, 60_000);
