import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { ConnectionView } from '../../utils/connection/connection.ts';
import { ask } from '../../utils/messages/ask.ts';
import { CONNECTION_CHANGED } from '../../utils/protocol.ts';

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

/** Calls back when somebody connected or disconnected, here or in another tab. */
export function useConnectionChange(changed: () => void): void {
  useEffect(() => {
    const listener = (message: unknown) => {
      if (message === CONNECTION_CHANGED) changed();
    };
    browser.runtime.onMessage.addListener(listener);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, [changed]);
}

const askAccounts = () => ask('connection.accounts', {});

/** The accounts that are connected. The last answer stays while a new one is on its way, so that no form goes away. */
export function useAccounts(): Asked<ConnectionView[]> {
  const [asked, again] = useAsked(askAccounts);
  useConnectionChange(again);
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
