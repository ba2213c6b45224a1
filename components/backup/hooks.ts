import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Backup } from '../../utils/backup/backup.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { type ManagerTarget, parseManagerHash } from '../../utils/manager.ts';
import { type Asked, useAsked } from '../ui/hooks.ts';

/** What the address names, also after a press on Back. */
export function useTarget(): ManagerTarget {
  const [target, setTarget] = useState(() => parseManagerHash(location.hash));
  useEffect(() => {
    const listener = () => setTarget(parseManagerHash(location.hash));
    addEventListener('hashchange', listener);
    return () => removeEventListener('hashchange', listener);
  }, []);
  return target;
}

/** How often the list is read again while a backup is being made, in ms. */
const PACE = 1000;

/** All backups. Read again when asked to, when the tab is looked at, and while one of them grows. */
export function useBackups(store: BackupStore): [Asked<Backup[]>, again: () => void] {
  const [asked, again] = useAsked(useCallback(() => store.list(), [store]));
  // The last list stays while a new one is read, so that nothing jumps.
  const last = useRef(asked);
  if (asked.state !== 'asking') last.current = asked;
  const growing =
    last.current.state === 'answered' && last.current.value.some(({ completedAt }) => completedAt === null);
  useEffect(() => {
    const lookAgain = () => !document.hidden && again();
    document.addEventListener('visibilitychange', lookAgain);
    const timer = growing ? setInterval(lookAgain, PACE) : undefined;
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      clearInterval(timer);
    };
  }, [again, growing]);
  return [last.current, again];
}
