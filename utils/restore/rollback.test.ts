import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Kit as EmbeddedKit, Odd } from '../../demo/kit/kit.ts';
import { creating, type Fault, setUp, writing } from './testing/fake-world.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a cancelled restore', () => {
  /** Cancelled while the third email is written. */
  async function cancelled(odd: Partial<Odd> = {}) {
    const world = await setUp(odd);
    let left = 2;
    world.faults.push(async (request) => {
      if (!writing(request) || left-- > 0) return undefined;
      await world.stop();
      return 'lost after';
    });
    await world.start();
    const end = await world.reach('cancelled');
    return { ...world, end };
  }

  test('stops, and what it made can be removed', async () => {
    const { end, made, undo, reach } = await cancelled({ nullPositions: true });
    expect(end.state).toEqual({ step: 'cancelled', left: 'something', kept: null });
    expect(made()[0]?.settings.name).toBe(`Welcome series (restoring ${end.id.slice(0, 8)})`);
    await undo();
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(made()).toEqual([]);
  });

  test('a removal whose reply is lost is looked at', async () => {
    const { made, undo, reach, faults, asked } = await cancelled();
    faults.push(({ method }) => (method === 'DELETE' ? 'lost after' : undefined));
    await undo();
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(made()).toEqual([]);
    expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
  });

  test('a removal that Kit is still at work on is waited for, whatever a person wants meanwhile', async () => {
    const { made, undo, reach, faults, held, asked, browser } = await cancelled();
    const id = made()[0]?.id ?? 0;
    let lostAt = Infinity;
    const atWork: Fault = async ({ method }) => {
      if (method === 'DELETE') {
        faults.push(atWork);
        lostAt = Date.now();
        return 'lost before';
      }
      if (lostAt < Infinity && [...browser.kept.jobs.values()].every(({ wish }) => !wish)) await undo();
      if (Date.now() >= lostAt + 2000) held.deleteSequence(id);
      return undefined;
    };
    faults.push(atWork);
    await undo();
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
  });

  const refusal = (status: number) => Response.json({ errors: ['Kit said no'] }, { status });

  test.each([404, 403, 401, 422, 429])(
    'a removal that a browser sent twice is one, though Kit answers the second with %i',
    async (status) => {
      const { made, undo, reach, faults, held, asked } = await cancelled();
      const id = made()[0]?.id ?? 0;
      faults.push(({ method }) => {
        if (method !== 'DELETE') return undefined;
        held.deleteSequence(id);
        return refusal(status);
      });
      await undo();
      expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
      expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
    },
  );

  test('a removal that Kit refuses is told as refused, once a look has shown that it is there', async () => {
    const { made, undo, reach, faults, rows } = await cancelled();
    faults.push(({ method }) => (method === 'DELETE' ? refusal(403) : undefined));
    rows.length = 0;
    await undo();
    const kept = { kind: 'problem', problem: { kind: 'forbidden' } };
    expect((await reach('cancelled')).state).toEqual({ step: 'cancelled', left: 'something', kept });
    expect(made()).toHaveLength(1);
  });

  test.each([
    ['the sequence', /\/sequences\/9\d+$/],
    ['its people', /\/subscribers$/],
    ['its emails', /\/emails$/],
  ])('a single 404 is not the end of it: %s', async (_, path) => {
    const { made, undo, reach, faults, rows, asked } = await cancelled();
    faults.push(({ method, url }) =>
      method === 'GET' && path.test(new URL(url).pathname) ? refusal(404) : undefined,
    );
    rows.length = 0;
    await undo();
    const end = await reach('undone', 'cancelled');
    // What is said to be gone must be.
    if (end.state.step === 'undone') expect(made()).toEqual([]);
    else expect(end.state).toMatchObject({ left: 'something', kept: { problem: { kind: 'not found' } } });
    expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(end.state.step === 'undone' ? 1 : 0);
  });

  test.each<[string, (kit: EmbeddedKit, id: number) => void, object]>([
    ['somebody is in it', (kit, id) => kit.addSubscribers(id, 3), { kind: 'people', people: 3 }],
    ['it was resumed', (kit, id) => kit.resume(id), { kind: 'active' }],
    ['it was renamed', (kit, id) => kit.rename(id, 'Mine now'), { kind: 'edited' }],
    ['a setting was changed', (kit, id) => kit.change(id, { send_hour: 3 }), { kind: 'edited' }],
    ['an email was added', (kit, id) => void kit.addEmail(id, { subject: 'Mine' }), { kind: 'edited' }],
    [
      'an email was changed',
      (kit, id) => void Object.assign(kit.sequence(id).emails[0] ?? {}, { content: 'Mine' }),
      { kind: 'edited' },
    ],
  ])('is kept when %s', async (_, touch, kept) => {
    const { made, undo, reach, held, rows } = await cancelled();
    touch(held, made()[0]?.id ?? 0);
    rows.length = 0;
    await undo();
    expect((await reach('cancelled')).state).toEqual({ step: 'cancelled', left: 'something', kept });
    expect(made()).toHaveLength(1);
  });

  test('one whose making had no reply is found by its mark, and removed', async () => {
    const { start, reach, faults, stop, undo, made } = await setUp({ listLagMs: 60_000 });
    faults.push(async (request) => {
      if (!creating(request)) return undefined;
      await stop();
      return 'lost after';
    });
    await start();
    expect((await reach('cancelled')).state).toMatchObject({ left: 'unsure' });
    await undo();
    expect((await reach('undone')).state).toEqual({ step: 'undone', how: 'now' });
    expect(made()).toEqual([]);
  });

  test('a finished one is not removed', async () => {
    const { start, reach, stop, undo, resume, made, asked } = await setUp();
    await start();
    await reach('done');
    asked.length = 0;
    await undo();
    await stop();
    await resume();
    expect(made()).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});
