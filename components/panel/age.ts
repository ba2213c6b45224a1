import { useEffect, useState } from 'preact/hooks';

/** For so long numbers stand without an age, in ms. */
const FRESH = 5 * 60_000;

/** How often an age is told anew, in ms. */
const PACE = 30_000;

/**
 * Whether what is shown is old enough for its age to be told. When old numbers come into sight, they are asked for again
 * instead.
 *
 * @param at when they were read, in ms since 1970; null where none are shown.
 */
export function useOld(at: number | null, shown: boolean, lookAgain: () => void): boolean {
  const [, setNow] = useState(0);
  useEffect(() => {
    if (at === null || !shown) return undefined;
    const comeIntoSight = () => !document.hidden && isOld(at) && lookAgain();
    comeIntoSight();
    document.addEventListener('visibilitychange', comeIntoSight);
    const timer = setInterval(() => setNow(Date.now()), PACE);
    return () => {
      document.removeEventListener('visibilitychange', comeIntoSight);
      clearInterval(timer);
    };
  }, [at, shown, lookAgain]);
  return at !== null && isOld(at);
}

const isOld = (at: number) => Date.now() - at > FRESH;
