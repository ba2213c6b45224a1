import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something asked of the background: still on its way, there, or unanswered. */
export type Asked<T> = { state: 'asking' } | { state: 'answered'; value: T } | { state: 'no answer' };

const ASKING: Asked<never> = { state: 'asking' };

/** Asks at once and whenever `again` is called; from then on the answer to an older question is gone. */
export function useAsked<T>(question: () => Promise<T>): [Asked<T>, again: () => void] {
  const [turn, setTurn] = useState(0);
  const [last, setLast] = useState<{ asked: Asked<T>; question: () => Promise<T>; turn: number } | null>(
    null,
  );
  useEffect(() => {
    let latest = true;
    const end = (asked: Asked<T>) => latest && setLast({ asked, question, turn });
    question().then(
      (value) => end({ state: 'answered', value }),
      () => end({ state: 'no answer' }),
    );
    return () => {
      latest = false;
    };
  }, [question, turn]);
  const answered = last?.question === question && last.turn === turn;
  return [answered ? last.asked : ASKING, useCallback(() => setTurn((turn) => turn + 1), [])];
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
