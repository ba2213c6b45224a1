import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SEED } from '../../demo/seed.ts';
import { ok } from '../result.ts';
import { setUp } from './testing/fake-world.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('relinks', () => {
  async function restored() {
    const world = await setUp();
    await world.start();
    const { made } = await world.reach('done');
    const offers = await world.relinks();
    if (!offers.ok) throw new Error('No offers');
    return { ...world, newId: made?.sequenceId ?? 0, offers: offers.value };
  }

  test('the new id takes the place of the old one, and all else is kept', async () => {
    const { relink, relinks, offers, held, newId, rows } = await restored();
    expect(offers.map(({ sequence, state }) => [sequence.id, state])).toEqual([
      [SEED.excludes, 'open'],
      [99, 'open'],
    ]);
    for (const { sequence, shown } of offers) {
      expect(await relink(sequence.id, shown)).toEqual(ok('done'));
    }
    expect(held.sequence(99).settings.exclude_subscriber_sources).toEqual([
      { type: 'sequence', ids: [96, newId] },
    ]);
    expect(held.sequence(SEED.excludes).settings.exclude_subscriber_sources).toEqual([
      { type: 'tag', ids: [21] },
      { type: 'sequence', ids: [newId] },
    ]);
    expect(rows.at(-1)?.relinked).toEqual({ [SEED.excludes]: 'done', 99: 'done' });
    const again = await relinks();
    expect(again.ok && again.value.map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('a lost reply is looked at, and a second click finds it done', async () => {
    const { relink, offers, faults, asked } = await restored();
    const shown = offers[1]?.shown ?? '';
    faults.push(({ method }) => (method === 'PUT' ? 'lost after' : undefined));
    expect(await relink(99, shown)).toEqual(ok('done'));
    expect(await relink(99, shown)).toEqual(ok('done'));
    expect(asked.filter((one) => one === 'PUT /v4/sequences/99')).toHaveLength(1);
  });

  test('what was edited since it was shown is not overwritten', async () => {
    const { relink, offers, held } = await restored();
    vi.setSystemTime(Date.now() + 1000);
    held.rename(99, 'Renamed');
    const shown = offers[1]?.shown ?? '';
    expect(await relink(99, shown)).toEqual({ ok: false, problem: { kind: 'changed' } });
    expect(held.sequence(99).settings.exclude_subscriber_sources).toEqual([
      { type: 'sequence', ids: [80, 96] },
    ]);
  });

  test('one that is gone, and one where the old id was taken out, are told apart', async () => {
    const { relink, relinks, held, newId } = await restored();
    held.deleteSequence(SEED.excludes);
    held.change(99, { exclude_subscriber_sources: [{ type: 'sequence', ids: [96] }] });
    const offers = await relinks();
    if (!offers.ok) throw new Error('No offers');
    expect(offers.value.map(({ state }) => state)).toEqual(['gone', 'dropped']);
    const shown = offers.value[1]?.shown ?? '';
    expect(await relink(99, shown)).toEqual(ok('done'));
    expect(held.sequence(99).settings.exclude_subscriber_sources).toEqual([
      { type: 'sequence', ids: [96, newId] },
    ]);
  });
});
