import type { ConnectionView } from '../../utils/connection/connection.ts';
import { ask } from '../../utils/messages/ask.ts';
import type { RecoveryHandlers } from '../ui/RecoveryButton.tsx';

/**
 * What makes a connection work again: Kit's sign-in for one that came about by it, the options page for everything else,
 * and where the sign-in fails.
 *
 * Both go through the background: in Firefox, a frame in a page has neither tabs nor permissions.
 *
 * @param view the connection in question, null or undefined where there is none.
 */
export function reconnection(
  view: ConnectionView | null | undefined,
  onNoAnswer: (error: unknown) => void,
): Pick<RecoveryHandlers, 'onReconnect' | 'onOptions'> {
  const onOptions = () => void ask('options.open', {}).catch(onNoAnswer);
  const onReconnect = () => {
    if (view?.kind !== 'oauth') return onOptions();
    ask('connection.connectWithOAuth', {}).then((result) => {
      if (!result.ok && result.problem.kind !== 'cancelled') onOptions();
    }, onNoAnswer);
  };
  return { onReconnect, onOptions };
}
