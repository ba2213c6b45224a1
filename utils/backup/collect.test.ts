import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCollector } from './collect.ts';

test('bytes come out as they went in, however they were cut', async () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.integer({ min: 2 ** 19, max: 2 ** 21 }).map((length) => new Uint8Array(length).fill(length % 251)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
      const collector = createCollector();
      for (const one of chunks) collector.add(Uint8Array.from(one));
      const file = collector.file('application/zip');
      expect(file.type).toBe('application/zip');
      const all = Buffer.concat(chunks);
      expect(Buffer.from(await file.arrayBuffer()).equals(all)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
