import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something asked of the background: still on its way, there, or unanswered. */
export type Asked<T> = { state: 'asking' } | { state: 'answered'; value: T } | { state: 'no answer' };

/** Asks at once and whenever `again` is called; an answer to an older question is dropped. */
export function useAsked<T>(question: () => Promise<T>): [Asked<T>, again: () => void] {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'asking' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let latest = true;
    setAsked({ state: 'asking' });
    question().then(
      (value) => latest && setAsked({ state: 'answered', value }),
      () => latest && setAsked({ state: 'no answer' }),
    );
    return () => {
      latest = false;
    };
  }, [question, turn]);
  return [asked, useCallback(() => setTurn((last) => last + 1), [])];
}

/** The last answer stays while a new one is on its way, so that nothing jumps or goes away. */
export function useLastAnswer<T>(asked: Asked<T>): Asked<T> {
  const last = useRef(asked);
  if (asked.state !== 'asking') last.current = asked;
  return last.current;
}

/**
 * Whether this page is drawn, from the first time on. The content script may load the panel into a drawer that is still
 * closed, where it has no width, so that the numbers are there when the drawer opens.
 */
export function useShown(): boolean {
  const [shown, setShown] = useState(innerWidth > 0);
  useEffect(() => {
    const look = () => innerWidth > 0 && setShown(true);
    look();
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  return shown;
}
