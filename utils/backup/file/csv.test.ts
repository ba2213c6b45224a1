import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { Subscriber } from '../../kit/shapes.ts';
import { csvOf, disarmed, fieldsOf, revealed } from './csv.ts';

/** As another library reads it. */
function parsed(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv, { delimiter: ',', newline: '\r\n' });
  expect(errors).toEqual([]);
  // After the last line's end.
  expect(data.pop()).toEqual(['']);
  return data;
}

const written = async (people: Subscriber[][], fields: string[]) => {
  let csv = '';
  for await (const piece of csvOf(people, fields)) csv += piece;
  return csv;
};

test('another library, left to guess, finds the same cells', async () => {
  const people = [
    { id: 1, email_address: 'a@example.com', first_name: 'Jo, "the \r\n first"', fields: { city: ' x;y ' } },
    { id: 2, email_address: 'b@example.com', first_name: null, fields: { city: '' } },
  ];
  const csv = await written([people], ['city']);
  const { data, errors, meta } = Papa.parse<string[]>(csv, { skipEmptyLines: true });
  expect({ errors, delimiter: meta.delimiter }).toEqual({ errors: [], delimiter: ',' });
  expect(data).toEqual(parsed(csv));
  expect(data).toEqual([
    ['Email address', 'First name', 'city', 'Status in Kit', 'Added to sequence'],
    ['a@example.com', 'Jo, "the \r\n first"', ' x;y ', '', ''],
    ['b@example.com', '', '', '', ''],
  ]);
});

/** Text with much of what is special to spreadsheets. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n,;"\'  \u200b😀aä1') }),
);
const person = fc.record({
  id: fc.integer({ min: 1 }),
  email_address: nasty.filter((text) => text.trim() !== ''),
  first_name: fc.option(nasty),
  state: nasty,
  added_at: fc.option(nasty),
  fields: fc.dictionary(nasty, fc.option(nasty)),
});

test('a parser gives back every value, in as many columns as there are fields', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(person, { maxLength: 3 }), { maxLength: 3 }), async (parts) => {
      const people = parts.flat();
      const fields = [...fieldsOf(people)];
      const rows = parsed(await written(parts, fields)).map((row) => row.map(revealed));
      expect(rows).toEqual([
        ['Email address', 'First name', ...fields, 'Status in Kit', 'Added to sequence'],
        ...people.map((one) => [
          one.email_address,
          one.first_name ?? '',
          ...fields.map((key) => (Object.hasOwn(one.fields, key) ? (one.fields[key] ?? '') : '')),
          one.state,
          one.added_at ?? '',
        ]),
      ]);
    }),
  );
});

test('no cell begins like a formula, in whichever way a spreadsheet cuts the file into cells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 3 }), async (people) => {
      const csv = await written([people], [...fieldsOf(people)]);
      const cells = [parsed(csv).flat(), csv.split(/[;\t\r\n]/).slice(1)].flat();
      for (const cell of cells) {
        expect(cell).not.toMatch(/^["\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
      }
      for (const cell of parsed(csv).flat()) expect(cell).not.toMatch(/^[\t\r\n]/);
    }),
  );
});

test('whatever is disarmed can be revealed', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(revealed(disarmed(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['=1+1', "'=1+1"],
  [' =1', "' =1"],
  ["'=1", "''=1"],
  ['x;=1', "x;'=1"],
  ['x\n"@a', 'x\n\'"@a'],
  ['＝1', "'＝1"],
  ['\tx', "'\tx"],
  ["'n Sync", "'n Sync"],
  ['jo-ann+news@example.com', 'jo-ann+news@example.com'],
  ['😀-x', '😀-x'],
  ["O'Neil; Jo", "O'Neil; Jo"],
])('%j becomes %j', (text, cell) => {
  expect(disarmed(text)).toBe(cell);
});

test('a long text of nothing but line breaks takes no longer than another', () => {
  const text = '\n'.repeat(1_000_000);
  const started = process.threadCpuUsage();
  expect(disarmed(text)).toBe(`'${text}`);
  // In µs of work, which others on a busy machine do not add to.
  expect(process.threadCpuUsage(started).user).toBeLessThan(1_000_000);
});

test('people without an email address are left out, since an import stops at them', async () => {
  const people = ['', ' ', 'a@example.com'].map((email_address, index) => ({ id: index + 1, email_address }));
  expect(parsed(await written([people], [])).slice(1)).toEqual([['a@example.com', '', '', '']]);
});

test('values that are no text are written as such, and what an object is born with is not a field', async () => {
  const fields = { list: [1, 'a'], number: 0, no: false, nothing: null };
  const csv = await written(
    [[{ id: 1, email_address: 'a@x', fields }]],
    [...Object.keys(fields), 'constructor'],
  );
  expect(parsed(csv)[1]).toEqual(['a@x', '', '[1,"a"]', '0', 'false', '', '', '', '']);
});
