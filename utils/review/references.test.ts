import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Other, otherOf, referencesTo } from './references.ts';

const id = fc.integer({ min: 1, max: 12 });
const sequences: fc.Arbitrary<Other[]> = fc.uniqueArray(
  fc.record({ id, name: fc.string(), excludes: fc.option(fc.array(id, { maxLength: 4 })) }),
  { selector: (other) => other.id },
);

test('a sequence in the list: which sequences it leaves out, not which tags', () => {
  const sources = [
    { type: 'sequence', ids: [80, 96] },
    { type: 'tag', ids: [21] },
    { type: 'sequence', ids: [97] },
  ];
  expect(otherOf({ id: 93, name: 'Win back', exclude_subscriber_sources: sources })).toEqual({
    id: 93,
    name: 'Win back',
    excludes: [80, 96, 97],
  });
  expect(otherOf({ id: 93, name: 'Win back', exclude_subscriber_sources: [] }).excludes).toEqual([]);
  expect(otherOf({ id: 93, name: 'Win back' }).excludes).toBeNull();
});

test('exactly the others that leave it out are named', () => {
  fc.assert(
    fc.property(sequences, id, fc.boolean(), (all, sequenceId, whole) => {
      const named = referencesTo(sequenceId, all, whole).excludedFrom;
      for (const one of all) {
        const refers = one.id !== sequenceId && (one.excludes ?? []).includes(sequenceId);
        expect(named.filter(({ id }) => id === one.id)).toEqual(
          refers ? [{ id: one.id, name: one.name }] : [],
        );
      }
    }),
  );
});

test('none is only said where every other sequence could be looked at', () => {
  fc.assert(
    fc.property(sequences, id, fc.boolean(), (all, sequenceId, whole) => {
      const silent = all.some((one) => one.id !== sequenceId && one.excludes === null);
      expect(referencesTo(sequenceId, all, whole).whole).toBe(whole && !silent);
    }),
  );
});
