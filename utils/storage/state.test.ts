import { expect, test } from 'vitest';
import { NewerDatabase } from './open-once.ts';
import { reportStorage } from './state.ts';

const works = async () => null;
const breaks = () => Promise.reject(new DOMException('no', 'InvalidStateError'));
const newer = () => Promise.reject(new NewerDatabase('jobs'));

test.each([
  ['kept', [works, works], false],
  ['until closed', [works, works], true],
  ['unreadable', [works, breaks], false],
  ['never', [breaks, works], true],
  ['newer', [breaks, newer], false],
  ['newer', [newer, works], true],
] as const)('%s', async (state, reads, isPrivate) => {
  const estimate = async () => ({ usage: 5, quota: 9 });
  expect(await reportStorage({ reads: [...reads], isPrivate, estimate })).toEqual({
    state,
    room: { usage: 5, quota: 9 },
  });
});

test.each([async () => ({ usage: 5 }), async () => ({ quota: 9 }), () => Promise.reject(new Error('no'))])(
  'a browser that does not tell how much room there is, or how much of it is used',
  async (estimate) => {
    expect((await reportStorage({ reads: [], isPrivate: false, estimate })).room).toBeNull();
  },
);
