import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptUntil, mayForget, type StoredBackup } from './forget.ts';
import { aBackup } from './testing/fakes.ts';

const DAY = 86_400_000;
const NOW = 1000 * DAY;
const DAYS = 90;

const time = fc.integer({ min: 800, max: 1010 }).map((day) => day * DAY);
const sometimes = fc.option(time);
const kept: fc.Arbitrary<StoredBackup> = fc
  .record({
    sequence: fc.constantFrom({ id: 1, name: 'One' }, { id: 2, name: 'Two' }),
    account: fc.constantFrom({ id: 1, name: 'A' }, { id: 2, name: 'B' }),
    startedAt: time,
    completedAt: sometimes,
    deletedAt: sometimes,
    deletingAt: sometimes,
    downloadedAt: sometimes,
    origin: fc.constantFrom('kit' as const, 'file' as const),
    writtenAt: time,
  })
  .map(({ writtenAt, ...backup }) => ({ backup: aBackup(backup), writtenAt }));
const all = fc.array(kept, { minLength: 1, maxLength: 6, size: 'max' });

const forgotten = (some: StoredBackup[]) => some.filter((one) => mayForget(one, some, NOW, DAYS));
const left = (some: StoredBackup[]) => some.filter((one) => !mayForget(one, some, NOW, DAYS));

const isOfDeleted = ({ backup: { deletedAt, deletingAt } }: StoredBackup) =>
  deletedAt !== null || deletingAt !== null;

test('each deleted sequence keeps its best trace, unless a person has that one outside the browser', () => {
  fc.assert(
    fc.property(all, (some) => {
      // What goes must not free what stays.
      const kept = left(left(left(left(some))));
      for (const { backup } of some.filter(isOfDeleted)) {
        const traces = some.filter(
          ({ backup: { account, sequence } }) =>
            account.id === backup.account.id && sequence.id === backup.sequence.id,
        );
        const complete = traces.filter((one) => one.backup.completedAt !== null);
        const among = complete.length > 0 ? complete : traces;
        const latest = Math.max(...among.map((one) => one.backup.startedAt));
        const best = among.filter((one) => one.backup.startedAt === latest);
        const isOutside = ({ backup: { downloadedAt, origin } }: StoredBackup) =>
          downloadedAt !== null || origin === 'file';
        expect(best.some((one) => kept.includes(one) || isOutside(one))).toBe(true);
      }
    }),
  );
});

test('nothing that was written lately goes, and everything old does that nobody may need', () => {
  fc.assert(
    fc.property(all, (some) => {
      for (const one of some) {
        const age = NOW - one.writtenAt;
        const limit = (one.backup.completedAt === null ? 1 : DAYS) * DAY;
        if (age <= limit) expect(forgotten(some)).not.toContain(one);
        else if (!some.some(isOfDeleted)) expect(forgotten(some)).toContain(one);
      }
    }),
  );
});

test('an only trace stays while it is not known whether the delete had an effect', () => {
  const trace = (what: Partial<StoredBackup['backup']>): StoredBackup => ({
    backup: aBackup({ startedAt: 1, completedAt: 1, deletedAt: null, ...what }),
    writtenAt: 0,
  });
  const [held, released, old] = [trace({ deletingAt: 2 }), trace({ deletingAt: null }), trace({})];
  expect(forgotten([held])).toEqual([]);
  expect(forgotten([released])).toEqual([released]);
  expect(forgotten([old])).toEqual([old]);
});

test('without an end to the days, complete ones stay', () => {
  fc.assert(
    fc.property(kept, (one) => {
      fc.pre(one.backup.completedAt !== null);
      expect(mayForget(one, [one], NOW, Number.POSITIVE_INFINITY)).toBe(false);
    }),
  );
});

test('of two traces that were not downloaded the later one stays', () => {
  const trace = (startedAt: number): StoredBackup => ({
    backup: aBackup({ startedAt, completedAt: startedAt, deletedAt: startedAt === 2 ? 3 : null }),
    writtenAt: 0,
  });
  const [early, late] = [trace(1), trace(2)];
  expect(left([early, late])).toEqual([late]);
});

test('one is kept until just when it may go', () => {
  fc.assert(
    fc.property(all, (some) => {
      for (const one of some) {
        const until = keptUntil(one, some, DAYS);
        const goes = (at: number) => mayForget(one, some, at, DAYS);
        expect(until === null ? goes(Number.MAX_SAFE_INTEGER) : goes(until)).toBe(false);
        if (until !== null) expect(goes(until + 1)).toBe(true);
      }
    }),
  );
});
