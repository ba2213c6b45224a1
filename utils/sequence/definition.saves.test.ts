import { expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import type { Saves } from './definition.ts';
import { leftAt } from './testing/fakes.ts';
import { setUp, subject } from './testing/world.ts';

/** A browser that has the file, and has not said yet that it is whole. */
function slowSaves() {
  const whole = Promise.withResolvers<Awaited<ReturnType<Saves['whole']>>>();
  const saves = {
    wanted: vi.fn(async () => true),
    begin: vi.fn<Saves['begin']>(async () => ok(7)),
    whole: vi.fn<Saves['whole']>((_id, _item, stopped) => {
      const stop = fail({ kind: 'download cancelled' } as const);
      return Promise.race([
        whole.promise,
        new Promise<typeof stop>((resolve) => stopped.addEventListener('abort', () => resolve(stop))),
      ]);
    }),
  };
  return { saves, whole };
}
const withBackup = { backUp: true };
const noRoom = { kind: 'no room' } as const;

test('a delete waits until the browser says that the file is whole', async () => {
  const { saves, whole } = slowSaves();
  const { start, kit, reach, ended, elapse, written } = setUp({ saves });
  await start('delete', withBackup);
  await vi.waitFor(() => expect(saves.whole).toHaveBeenCalledWith('b', 7, expect.anything()));
  expect(kit.deleteSequence).not.toHaveBeenCalled();
  whole.resolve(ok(null));
  await reach('waiting');
  elapse();
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
  expect(written()).toEqual([
    ...['intended', 'backing up', 'saving', 'saving', 'waiting', 'checking', 'sending', 'done'],
  ]);
});

test('where nobody wants files, none is made', async () => {
  const { saves } = slowSaves();
  saves.wanted.mockResolvedValue(false);
  const { start, ended, written } = setUp({ saves });
  await start('back up', withBackup);
  await ended();
  expect(saves.begin).not.toHaveBeenCalled();
  expect(written()).toEqual(['intended', 'backing up', 'done']);
});

test.each(['begin', 'whole'] as const)('a file that fails (%s) stops the delete', async (method) => {
  const { saves } = slowSaves();
  saves[method].mockResolvedValue(fail(noRoom));
  const { start, kit, ended } = setUp({ saves });
  await start('delete', withBackup);
  expect((await ended()).state).toEqual({ step: 'refused', why: { kind: 'not saved', problem: noRoom } });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a cancel ends the wait', async () => {
  const { saves } = slowSaves();
  const { start, kit, ended, runner } = setUp({ saves });
  await start('delete', withBackup);
  await vi.waitFor(() => expect(saves.whole).toHaveBeenCalled());
  await runner.wish(subject, 'cancel');
  expect((await ended()).state).toEqual({ step: 'cancelled', by: 'person' });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a backup that was left while its file was written looks at that file', async () => {
  const { saves, whole } = slowSaves();
  whole.resolve(ok(null));
  const left = leftAt({ step: 'saving', item: 7, earlier: false }, { kind: 'back up' });
  const { ended } = setUp({ saves }, [left]);
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
  expect(saves.begin).not.toHaveBeenCalled();
  expect(saves.whole).toHaveBeenCalledExactlyOnceWith('b', 7, expect.anything());
});

test('and makes it again where it broke off, once', async () => {
  const { saves } = slowSaves();
  saves.begin.mockResolvedValue(ok(8));
  saves.whole.mockResolvedValue(fail({ kind: 'download failed' }));
  const left = leftAt({ step: 'saving', item: 7, earlier: false }, { kind: 'back up' });
  const { ended } = setUp({ saves }, [left]);
  expect((await ended()).state).toMatchObject({ step: 'refused', why: { kind: 'not saved' } });
  expect(saves.whole.mock.calls.map(([, item]) => item)).toEqual([7, 8]);
});

test('a delete that was left so is not done behind a person’s back', async () => {
  const { saves } = slowSaves();
  const left = leftAt({ step: 'saving', item: 7, earlier: false }, { backupId: 'b' });
  const { ended, kit } = setUp({ saves }, [left]);
  expect((await ended()).state).toEqual({ step: 'cancelled', by: 'background stopped' });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});
