import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';

/** What the browser keeps, read anew whenever this page or another one changes it; null until it was read. */
export function useStored<T>(read: (area: typeof browser.storage.local) => Promise<T>): T | null {
  const [stored, setStored] = useState<T | null>(null);
  useEffect(() => {
    const readAgain = () => void read(browser.storage.local).then(setStored, () => undefined);
    readAgain();
    browser.storage.local.onChanged.addListener(readAgain);
    return () => browser.storage.local.onChanged.removeListener(readAgain);
  }, [read]);
  return stored;
}
