import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { ConnectionView } from '../../utils/connection/connection.ts';
import { ask } from '../../utils/messages/ask.ts';
import { CONNECTION_CHANGED } from '../../utils/protocol.ts';
import { type Asked, useAsked, useLastAnswer } from '../ui/hooks.ts';

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

/** The accounts that are connected; asked again whenever somebody connects or disconnects. */
export function useAccounts(): Asked<ConnectionView[]> {
  const [asked, again] = useAsked(askAccounts);
  useConnectionChange(again);
  return useLastAnswer(asked);
}
