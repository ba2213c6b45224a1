import { expect, test } from 'vitest';
import { createCollector } from './collect.ts';
import { bytesToText, createFileKeeper } from './save-port.ts';

test('a file is kept in pieces, has one address, and none any more once it is let go', async () => {
  const kept = new Map<string, Blob>();
  const keep = createFileKeeper({
    collector: createCollector,
    addressOf(file) {
      kept.set(`blob:${kept.size}`, file);
      return `blob:${kept.size - 1}`;
    },
    revoke: (address) => void kept.delete(address),
  });
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const file of ['a', 'b']) {
    expect(keep({ file, bytes: bytesToText(all) })).toEqual({ file, address: null });
  }
  expect(keep({ file: 'a', bytes: bytesToText(all.slice(0, 3)) })).toEqual({ file: 'a', address: null });
  expect(keep({ file: 'a', want: 'address' })).toEqual({ file: 'a', address: 'blob:0' });
  expect(keep({ file: 'a', want: 'address' })).toEqual({ file: 'a', address: 'blob:0' });
  expect(new Uint8Array((await kept.get('blob:0')?.arrayBuffer()) ?? [])).toEqual(
    Uint8Array.from([...all, 0, 1, 2]),
  );
  expect(keep({ file: 'a', want: 'nothing' })).toBe(null);
  expect(kept.size).toBe(0);
  expect(keep({ file: 'b', want: 'nothing' })).toBe(null);
});
