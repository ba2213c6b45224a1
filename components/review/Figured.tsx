import type { Sentence } from './verdict-words.ts';

/** A sentence whose number is large. */
export function Figured({ words, figure }: Sentence) {
  const at = figure === null ? -1 : words.indexOf(figure);
  if (figure === null || at < 0) return words;
  return (
    <>
      {words.slice(0, at)}
      <strong class="figure">{figure}</strong>
      {words.slice(at + figure.length)}
    </>
  );
}
