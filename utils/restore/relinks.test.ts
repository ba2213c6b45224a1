import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SEED } from '../../demo/seed.ts';
import type { KitResult } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { offer, relink } from './relinks.ts';
import { answeringKit } from './testing/answering-kit.ts';
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

describe('what a relink came to', () => {
  const ids = { from: 80, to: 9001 };
  const excluding = (...sequences: number[]): Sequence => ({
    ...{ id: 99, name: 'Customer care', active: true, updated_at: 'then' },
    exclude_subscriber_sources: [{ type: 'sequence', ids: sequences }],
  });
  const [before, after] = [ok(excluding(80, 96)), ok(excluding(96, 9001))];
  const timeout = fail({ kind: 'timeout' } as const);
  const forbidden = fail({ kind: 'forbidden' } as const);
  const odd = fail({ kind: 'not understood', status: 200, requestId: null } as const);

  test.each<[string, KitResult<Sequence>, KitResult<Sequence> | null, object]>([
    ['Kit says yes, and shows it', after, null, ok('done')],
    ['Kit says yes and shows something else, and then a look shows it', before, after, ok('done')],
    ['Kit says yes, and neither its answer nor a look shows it', before, before, odd],
    ['Kit says yes, shows something else, and nobody can look', before, timeout, timeout],
    ['the reply is lost, and a look shows it', timeout, after, ok('done')],
    ['the reply is lost, and a look does not show it', timeout, before, timeout],
    ['the reply is lost, and so is the look', timeout, fail({ kind: 'unreachable' }), timeout],
    ['Kit refuses it', forbidden, before, forbidden],
  ])('%s', async (_, answer, look, told) => {
    const { shown } = await offer(answeringKit({ sequence: [before] }).kit, { id: 99, name: '' }, ids);
    const looks = [before, ...(look ? [look] : [])];
    const { kit, asked } = answeringKit({ sequence: looks, updateSequence: [answer] });
    const announced: number[] = [];
    const announce = async () => void announced.push(asked.length);
    expect(await relink(kit, 99, shown, ids, announce)).toEqual(told);
    // Just before Kit is asked to change it.
    expect(announced).toEqual([1]);
    expect(asked[1]).toContain('updateSequence');
    expect(looks).toEqual([]);
  });

  test.each<[string, KitResult<Sequence>, object]>([
    ['it cannot be read', timeout, timeout],
    ['it excludes the new one already, and not the old one', after, ok('done')],
    ['it was edited', ok({ ...excluding(80, 96), updated_at: 'now' }), fail({ kind: 'changed' })],
  ])('nothing is sent where %s', async (_, now, told) => {
    const { shown } = await offer(answeringKit({ sequence: [before] }).kit, { id: 99, name: '' }, ids);
    const { kit, asked } = answeringKit({ sequence: [now] });
    const announce = () => Promise.reject(new Error('Nothing is sent'));
    expect(await relink(kit, 99, shown, ids, announce)).toEqual(told);
    expect(asked).toEqual(['["sequence",99]']);
  });

  test('nothing is sent where whom it excludes cannot be told to Kit, and would be lost', async () => {
    const planet = ok({ ...excluding(80), exclude_subscriber_sources: [{ type: 'planet', ids: [3] }] });
    const { shown } = await offer(answeringKit({ sequence: [planet] }).kit, { id: 99, name: '' }, ids);
    const { kit, asked } = answeringKit({ sequence: [planet] });
    const announce = () => Promise.reject(new Error('Nothing is sent'));
    expect(await relink(kit, 99, shown, ids, announce)).toEqual(fail({ kind: 'not tellable' }));
    expect(asked).toEqual(['["sequence",99]']);
  });
});
