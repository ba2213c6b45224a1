import { useEffect, useRef, useState } from 'preact/hooks';

/** For so long the panel has to be in sight before its buttons act, in ms: nobody presses what they have not seen. */
const STEADY = 500;
/** After so long out of sight a reason is given, in ms. */
const TELL = 2_000;
/** So much of the panel must be in sight: a scroll bar of the page may take the rest. */
const MOST = 0.9;
/** The shortest that `trackVisibility` takes, in ms. */
const DELAY = 100;

/** `covered`: for a while now, though the page around it is in front. */
export type Sight = 'steady' | 'not yet' | 'covered';

type Now = 'seen' | 'covered' | 'away';
const THEN: Record<Now, [after: number, sight: Sight]> = {
  seen: [STEADY, 'steady'],
  covered: [TELL, 'covered'],
  away: [0, 'not yet'],
};

/**
 * Whether a person sees the panel. Where the browser tells (Chromium), it is neither covered nor made transparent by the
 * page around it; elsewhere, it is inside the window, and the content script looks for the rest when it is asked.
 *
 * @returns with `cover`, for an element over all of the panel.
 */
export function useSight() {
  const cover = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState<Sight>('not yet');
  useEffect(() => {
    let seen = false;
    let last: Now | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const now = document.hidden || innerWidth === 0 ? 'away' : seen ? 'seen' : 'covered';
      if (now === last) return;
      last = now;
      clearTimeout(timer);
      setSight('not yet');
      timer = setTimeout(setSight, ...THEN[now]);
    };
    const options: IntersectionObserverInit & { trackVisibility: true; delay: number } = {
      threshold: [0, MOST],
      trackVisibility: true,
      delay: DELAY,
    };
    const observer = new IntersectionObserver((entries) => {
      const entry: (IntersectionObserverEntry & { isVisible?: boolean }) | undefined = entries.at(-1);
      seen = !!entry && (entry.isVisible ?? true) && entry.intersectionRatio >= MOST;
      look();
    }, options);
    if (cover.current) observer.observe(cover.current);
    document.addEventListener('visibilitychange', look);
    addEventListener('resize', look);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
      removeEventListener('resize', look);
      clearTimeout(timer);
    };
  }, []);
  return { sight, cover };
}
