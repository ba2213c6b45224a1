/**
 * In characters. Browsers take no message of more than 64 MB, and a character takes up to six bytes in one; a part has
 * no upper size.
 */
export const PIECE = 4 * 2 ** 20;

/** A piece of a text, and where the one behind it begins; null for the last one. No character is cut in two. */
export function pieceAt(text: string, from: number, size = PIECE): { text: string; next: number | null } {
  const end = from + size;
  if (end >= text.length) return { text: text.slice(from), next: null };
  const next = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
  return { text: text.slice(from, next), next };
}
