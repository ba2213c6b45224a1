import { expect, test } from 'vitest';
import type { KitResult } from '../kit/problems.ts';
import { fail, ok } from '../result.ts';
import { removeEmailTwin } from './email-twins.ts';
import type { RestoreKit } from './problems.ts';

const made = { sequenceId: 9001, fingerprint: 'p', emails: [], named: false };
const kept = { event: 'email kept', id: 7, subject: 'Hello' };
const lost = { kind: 'timeout' } as const;
const gone = { kind: 'not found' } as const;

test.each<[string, KitResult<null>, object]>([
  ['removed it', ok(null), { event: 'email removed' }],
  // The next look says whether it is there.
  ['had it no more', fail(gone), { event: 'reply lost', problem: gone, at: 0 }],
  ['may have removed it', fail(lost), { event: 'reply lost', problem: lost, at: 0 }],
  ['refused', fail({ kind: 'forbidden' }), kept],
])('where Kit %s, that is told', async (_, answer, told) => {
  const asked: number[][] = [];
  const deleteEmail = async (...ids: [number, number]) => {
    asked.push(ids);
    return answer;
  };
  const kit = { deleteEmail } as Partial<RestoreKit> as RestoreKit;
  expect(await removeEmailTwin({ kit }, made, { id: 7, subject: 'Hello' })).toEqual(told);
  expect(asked).toEqual([[9001, 7]]);
});
