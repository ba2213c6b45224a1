import { Changing } from './Changing.tsx';

interface Props {
  /** Whose progress it is. The same from beginning to end, or a screen reader reads each number out. */
  label: string;
  /** How far it is. It is seen, and read by whoever goes there, but not announced. */
  words: string;
  /** What is announced: it changes seldom. */
  said?: string;
  value: number;
  max: number;
}

export function Progress({ label, words, said = '', value, max }: Props) {
  return (
    <div class="stack tight">
      <p class="strong">
        <Changing words={words} />
      </p>
      <progress aria-label={label} value={value} max={Math.max(max, 1)} />
      <p class="unseen" role="status">
        <span key={said}>{said}</span>
      </p>
    </div>
  );
}
