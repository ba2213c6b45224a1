import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Words that change where they stand, as those of a countdown do. A page translator puts elements of its own where a text
 * was, and what Preact writes into the old text is seen by nobody. So all that is in here is written anew, and none of
 * it is to be translated.
 */
export function Changing({ words }: { words: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    if (current && current.textContent !== words) current.textContent = words;
  });
  return <span ref={place} translate={false} />;
}
