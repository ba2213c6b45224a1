import type { Subscriber } from '../../kit/shapes.ts';

/**
 * The CSV files of subscribers (RFC 4180), as Kit's import takes it: docs/backup-format.md says what is known of that.
 * Without a byte order mark, which an importer may take for a part of the first heading.
 */
const FIRST = ['Email address', 'First name'];
/**
 * Named so that no custom field of Kit can be meant: a column `state` would overwrite a custom field `state` on import.
 */
export const LAST = ['Status in Kit', 'Added to sequence'] as const;

/** Spreadsheets take a cell for a formula that begins so; the wide forms count in Japanese and Chinese ones. */
const FORMULA = new Set('=+-@＝＋－＠');
/** Where a spreadsheet that splits cells at semicolons or tabs, or ignores quotes, would begin a new one. */
const BORDER = new Set(';\t\r\n');
/** May stand between such a border and a formula. */
const SKIPPED = /['"\s\p{Cc}\p{Cf}]/u;
const HARMLESS = /^[\p{L}\p{N}][^;\t\r\n]*$/u;

/**
 * Puts an apostrophe in front of what a spreadsheet would run, at the beginning of the text and after borders in it.
 * `revealed` takes exactly those away again.
 */
export function disarmed(text: string): string {
  return HARMLESS.test(text) ? text : edited(text, (rest) => `'${rest}`);
}

/** The text that `disarmed` was given. */
export function revealed(cell: string): string {
  return edited(cell, (rest) => (rest.startsWith("'") ? rest.slice(1) : rest));
}

/** Cuts the text at its dangerous places, changes what follows each, and puts it together again. */
function edited(text: string, change: (rest: string) => string): string {
  const cuts: number[] = [];
  let danger = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const char = text.charAt(at);
    if (danger && BORDER.has(char)) cuts.push(at + 1);
    danger = FORMULA.has(char) || (danger && SKIPPED.test(char));
  }
  if (danger || /^'*[\t\r\n]/.test(text)) cuts.push(0);
  cuts.reverse();
  const pieces = cuts.map((from, index) => change(text.slice(from, cuts[index + 1])));
  return text.slice(0, cuts[0]) + pieces.join('');
}

const cell = (value: unknown) => {
  const text = disarmed(textOf(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
/** One line, with nothing in it that a spreadsheet would run. */
export const line = (values: unknown[]) => `${values.map(cell).join(',')}\r\n`;

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The keys of the custom fields that these people have. Those of a whole list are a union over its parts. */
export function fieldsOf(people: Subscriber[]): Set<string> {
  return new Set(people.flatMap(({ fields }) => Object.keys(fields ?? {})));
}

/**
 * People as a CSV file, in pieces of text. Somebody without an email address is left out: Kit's import stops at such a line.
 * @param fields keys of custom fields, each a column.
 */
export async function* csvOf(
  people: AsyncIterable<Subscriber[]> | Iterable<Subscriber[]>,
  fields: string[],
): AsyncGenerator<string> {
  yield line([...FIRST, ...fields, ...LAST]);
  for await (const some of people) {
    const lines = some
      .filter(({ email_address }) => email_address?.trim())
      .map(({ email_address, first_name, state, added_at, fields: values }) =>
        line([email_address, first_name, ...fields.map((key) => own(values, key)), state, added_at]),
      );
    if (lines.length > 0) yield lines.join('');
  }
}

/** Not what every object has: a custom field may be called `constructor`. */
const own = (values: Subscriber['fields'], key: string) =>
  values && Object.hasOwn(values, key) ? values[key] : null;
