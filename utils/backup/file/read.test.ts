import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAhead } from './read.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);

test('gives what stands there, in whichever order it is asked, also at once', async () => {
  const question = fc.tuple(fc.nat(110), fc.nat(30));
  await fc.assert(
    fc.asyncProperty(fc.array(question), fc.nat(40), fc.boolean(), async (questions, ahead, atOnce) => {
      const read = readAhead(new Blob([bytes]), ahead);
      const answers: Promise<Uint8Array>[] = [];
      for (const [from, length] of questions) {
        const answer = read(from, from + length);
        if (!atOnce) await answer;
        answers.push(answer);
      }
      const expected = questions.map(([from, length]) => bytes.slice(from, from + length));
      expect((await Promise.all(answers)).map((answer) => [...answer])).toEqual(
        expected.map((some) => [...some]),
      );
    }),
  );
});

test('asks the browser once for much that lies together', async () => {
  let asked = 0;
  const file = Object.assign(new Blob([bytes]), {
    slice(from: number, to: number) {
      asked += 1;
      return new Blob([bytes.slice(from, to)]);
    },
  });
  const read = readAhead(file, 50);
  for (let at = 0; at < 100; at += 5) await read(at, at + 5);
  expect(asked).toBe(2);
});
