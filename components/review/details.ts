import { useEffect, useState } from 'preact/hooks';
import { connectTo } from '../../utils/messages/ask.ts';
import { portName } from '../../utils/protocol.ts';
import type { Details } from '../../utils/review/details.ts';
import type { Look } from '../../utils/review/review.ts';

/** What has arrived of the second wave. `waiting`: more may come. */
export interface Arriving {
  details: Details | null;
  waiting: boolean;
}

/** What there is to show: the review, and what has arrived after it. */
export interface Seen {
  look: Look;
  arriving: Arriving;
}

/** Follows the second wave of a review. The background asks Kit for nothing more once this port ends. */
export function useDetails(reviewId: string | null): Arriving {
  const [arriving, setArriving] = useState<Arriving>({ details: null, waiting: true });
  useEffect(() => {
    setArriving({ details: null, waiting: true });
    if (reviewId === null) return undefined;
    const ended = () => setArriving(({ details }) => ({ details, waiting: false }));
    try {
      const port = connectTo(portName('details', reviewId));
      port.onMessage.addListener((details: Details) => {
        setArriving({ details, waiting: !details.done });
        if (details.done) port.disconnect();
      });
      // The browser stopped the background, or the review is not kept any more: the rest stays unread.
      port.onDisconnect.addListener(ended);
      return () => port.disconnect();
    } catch {
      // An update or a removal of the extension cut this page off.
      ended();
      return undefined;
    }
  }, [reviewId]);
  return arriving;
}
