import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieceAt } from './pieces.ts';

function piecesOf(text: string, size: number): string[] {
  const pieces: string[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const piece = pieceAt(text, from, size);
    pieces.push(piece.text);
    from = piece.next;
  }
  return pieces;
}

test('what is cut is whole again when it is put together, and no character is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (text, size) => {
      const pieces = piecesOf(text, size);
      expect(pieces.join('')).toBe(text);
      expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= size)).toBe(true);
    }),
  );
});

test('a short text is one piece', () => {
  expect(pieceAt('', 0)).toEqual({ text: '', next: null });
  expect(piecesOf('abcdef', 3)).toEqual(['abc', 'def']);
  expect(piecesOf('ab😀', 3)).toEqual(['ab', '😀']);
});
