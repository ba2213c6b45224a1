import { createContext } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';

/** Tells the page around the steps whether they still wait for what they show. */
export const TellBusy = createContext<(busy: boolean) => void>(() => undefined);

/** So that it is said in one place, which stays: what is said anew in another one is heard twice. */
export function useBusy(busy: boolean): void {
  const tell = useContext(TellBusy);
  useLayoutEffect(() => tell(busy), [tell, busy]);
}
