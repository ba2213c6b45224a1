import { useCallback, useEffect } from 'preact/hooks';
import type { ListedBackup } from '../../utils/backup/backup.ts';
import { type Asked, useAsked, useLastAnswer } from '../ui/hooks.ts';
import type { KeptBackups } from './kept.ts';

/** How often the list is read again while a backup is being made, in ms. */
const PACE = 1000;

/** All backups. Read again when asked to, when the tab is looked at, and while one of them grows. */
export function useBackups(store: KeptBackups): [Asked<ListedBackup[]>, again: () => void] {
  const [asked, again] = useAsked(useCallback(() => store.list(), [store]));
  const last = useLastAnswer(asked);
  const growing = last.state === 'answered' && last.value.some(({ completedAt }) => completedAt === null);
  useEffect(() => {
    const lookAgain = () => !document.hidden && again();
    document.addEventListener('visibilitychange', lookAgain);
    const timer = growing ? setInterval(lookAgain, PACE) : undefined;
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      clearInterval(timer);
    };
  }, [again, growing]);
  return [last, again];
}
