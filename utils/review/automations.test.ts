import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listedIn, usesSequence } from './automations.ts';

const ACCOUNT = 29;
const SEQUENCE = 80;

const LIST = {
  account: ACCOUNT,
  automations: [
    { id: 501, name: 'New reader path', live: true, active: true },
    { id: 502, name: 'Workshop guests', live: false, active: true },
  ],
  nodes: null,
};
const node = (resource_type: unknown, resource_id: unknown) => ({ resource_type, resource_id });
const page = (...nodes: unknown[]) => ({ account: ACCOUNT, automations: null, nodes });
const uses = (said: unknown) => usesSequence(said, ACCOUNT, SEQUENCE);

describe('the list', () => {
  test('with names and whether they are live', () => {
    expect(listedIn(LIST, ACCOUNT)).toEqual({
      ok: true,
      automations: [
        { id: 501, name: 'New reader path', live: true },
        { id: 502, name: 'Workshop guests', live: false },
      ],
      unreadable: 0,
    });
    expect(listedIn({ ...LIST, automations: [] }, ACCOUNT)).toMatchObject({ automations: [], unreadable: 0 });
  });

  test('what an entry lacks is unknown, and one without a number is unreadable', () => {
    const entries = [{ id: 503, name: 7 }, { id: 504, active: true }, { id: '505' }, null, 'x', { id: -1 }];
    expect(listedIn({ ...LIST, automations: entries }, ACCOUNT)).toEqual({
      ok: true,
      automations: [
        { id: 503, name: '', live: null },
        { id: 504, name: '', live: true },
      ],
      unreadable: 4,
    });
  });

  test('one automation named twice is one, and no name is endless', () => {
    const entries = [{ id: 503, name: '😀'.repeat(5_000) }, ...LIST.automations, { id: 501, name: 'Again' }];
    const list = listedIn({ ...LIST, automations: entries }, ACCOUNT);
    if (!list.ok) throw new Error(list.why);
    expect(list.automations.map(({ id }) => id)).toEqual([503, 501, 502]);
    expect(list.automations[0]?.name).toBe('😀'.repeat(200));
  });

  test.each<[string, unknown, string]>([
    ['a redirect', { status: 0 }, 'led away'],
    ['403', { status: 403 }, 'refused'],
    ['500', { status: 500 }, 'refused'],
    ['silence', null, 'no answer'],
    ['nothing', undefined, 'no answer'],
    ['another account', { ...LIST, account: 31 }, 'another account'],
    ['no account', { ...LIST, account: null }, 'not understood'],
    ['no list', { ...LIST, automations: null }, 'not understood'],
    ['a list of another shape', { ...LIST, automations: { items: [] } }, 'not understood'],
    ['text', '<html>', 'not understood'],
  ])('%s', (_name, said, why) => {
    expect(listedIn(said, ACCOUNT)).toEqual({ ok: false, why });
  });
});

describe('a page of an automation', () => {
  test.each<[string, unknown, boolean | null]>([
    ['the sequence', page(node('Form', 11), node('Sequence', 80)), true],
    ['the sequence, its number as text', page(node('Sequence', '80')), true],
    ['the sequence under an older name', page(node('Course', 80)), true],
    ['the sequence, and a step that makes no sense', page({}, node('Sequence', 80)), true],
    ['another sequence', page(node('Sequence', 81)), false],
    ['a form with the same number', page(node('Form', 80)), false],
    ['steps without a thing', page(node(null, null), node('Delay', null)), false],
    ['no step', page(), false],
    ['an unknown kind of thing with the same number', page(node('Journey', 80)), null],
    ['an unnamed kind of thing with the same number', page(node(null, 80)), null],
    ['a step of another shape', page(node('Form', 11), { resource: { type: 'Sequence', id: 80 } }), null],
    ['a step that is no object', page('Sequence'), null],
    ['no account told', { ...page(node('Form', 11)), account: null }, false],
    ['another account', { ...page(node('Form', 11)), account: 31 }, null],
    ['no steps told', { ...page(), nodes: null }, null],
    ['a refusal', { status: 404 }, null],
    ['silence', null, null],
  ])('%s', (_name, said, answer) => {
    expect(uses(said)).toBe(answer);
  });
});

/** Something sound in which one place was changed to anything, or taken away. */
function broken(sound: unknown): fc.Arbitrary<unknown> {
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]) => {
    paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) walk(Reflect.get(value, key), [...path, key]);
  };
  walk(sound, []);
  return fc
    .tuple(fc.constantFrom(...paths), fc.oneof(fc.anything(), fc.constant(undefined)))
    .map(([path, value]) => {
      const [last, ...before] = path.toReversed();
      if (last === undefined) return value;
      const copy: unknown = structuredClone(sound);
      const parent = before.toReversed().reduce((at: unknown, key) => Reflect.get(Object(at), key), copy);
      if (value === undefined) Reflect.deleteProperty(Object(parent), last);
      else Reflect.set(Object(parent), last, value);
      return copy;
    });
}

describe('whatever a page holds', () => {
  test('nothing throws, and a step that may be the sequence is never "no"', () => {
    const sound = page(node('Sequence', 80));
    fc.assert(
      fc.property(fc.oneof(broken(sound), fc.anything()), (said) => {
        if (uses(said) !== false) return;
        // "No" only to steps each of which says that it is about something else, or about nothing.
        const { nodes } = said as { nodes: { resource_type: unknown; resource_id: unknown }[] };
        for (const { resource_type: type, resource_id: id } of nodes) {
          const elsewhere =
            id === null || String(id) !== '80' || /^(form|tag|product|segment)/i.test(String(type));
          expect(elsewhere).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('no automation gets lost from the list without being counted as unreadable', () => {
    fc.assert(
      fc.property(fc.oneof(broken(LIST), fc.anything()), (said) => {
        const list = listedIn(said, ACCOUNT);
        if (!list.ok) return;
        const { automations } = said as { automations: unknown[] };
        const ids = new Set(automations.map((one) => Reflect.get(Object(one), 'id')));
        expect(list.automations.length + list.unreadable).toBeGreaterThanOrEqual(ids.size);
      }),
      { numRuns: 2_000 },
    );
  });
});
