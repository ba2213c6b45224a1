import { useEffect, useRef } from 'preact/hooks';

/** What was just done. It takes the focus, since the button that did it may be gone. */
export function Said({ words }: { words: string }) {
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => said.current?.focus(), []);
  return (
    <p ref={said} class="notice good" role="status" tabIndex={-1}>
      {words}
    </p>
  );
}
