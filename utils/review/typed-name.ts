import type { Sequence } from '../kit/shapes.ts';

/** What is wrong with what somebody typed: nothing yet, the beginning only, only capitals and small letters, or something else. */
export type Mistyped = 'nothing' | 'incomplete' | 'letter case' | 'different';

type Named = Pick<Sequence, 'id' | 'name'>;

/**
 * What a person is asked to type, as it is shown: the name, or the ID of a sequence whose name has nothing that can be typed. Without
 * what would show its letters in another order than they are typed in.
 */
export function wordsToType({ id, name }: Named): string {
  return isTypeable(name) ? name.replace(TURNING, '').replace(/\s+/gu, ' ').trim() : String(id);
}

/** Whether somebody could type a name, or something that stands for it here: a letter, digit, mark of punctuation, or symbol. */
export const isTypeable = (name: string) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(folded(name));

/**
 * Compares with the name and with the ID: either will do. Null when one of them was typed, but for what nobody sees or what
 * keyboards do not have: kinds of quotes, dashes and spaces, widths of letters, invisible characters, Unicode forms.
 */
export function mistyped(typed: string, { id, name }: Named): Mistyped | null {
  const is = folded(typed);
  const wanted = [String(id), ...(isTypeable(name) ? [folded(name)] : [])];
  if (wanted.includes(is)) return null;
  if (is === '') return 'nothing';
  if (wanted.some((words) => words.startsWith(is))) return 'incomplete';
  if (wanted.some((words) => words.toLowerCase() === is.toLowerCase())) return 'letter case';
  return 'different';
}

/** Characters that turn the order in which others are shown, and controls. */
const TURNING = /\p{Bidi_Control}|(?!\s)\p{Cc}/gu;
/** What nobody sees: also controls, characters without a meaning of their own, and the braille pattern without a dot. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2800]|(?!\s)\p{Cc}/gu;
const SINGLE = /[\u2018-\u201b\u2032\u2035\u2039\u203a\u00b4`\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb]/gu;
const DOUBLE = /[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u02ba\u301d-\u301f]/gu;
/** Also minus signs; some people type two hyphens for a dash. */
const DASHES = /[\p{Pd}\u2212\u2043\u02d7]+/gu;

/** What is compared. */
function folded(text: string): string {
  return (
    text
      .replace(UNSEEN, '')
      // Some of these would fall apart below.
      .replace(SINGLE, "'")
      .replace(DOUBLE, '"')
      .normalize('NFKC')
      .replace(DASHES, '-')
      .replace(/\s+/gu, ' ')
      .trim()
  );
}
