import { useEffect, useState } from 'preact/hooks';
import { type ManagerTarget, parseManagerHash } from '../../utils/manager.ts';

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
