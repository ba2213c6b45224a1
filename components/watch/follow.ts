import { useCallback, useEffect, useState } from 'preact/hooks';
import { portName } from '../../utils/protocol.ts';
import { isWatchEnded, type Watch } from '../../utils/watch/watch.ts';
import { useFollowed } from '../ui/port.ts';

const isOpen = ({ state }: Watch) => !isWatchEnded(state);

/** Follows the watch over a sequence. One that ended before the page was there is nothing to tell of. */
export function useWatch(sequenceId: number, shown: boolean) {
  const { told, connect } = useFollowed<Watch>(portName('watch', sequenceId), isOpen, shown);
  const [begun, setBegun] = useState<Watch | null>(null);
  const [known, setKnown] = useState<string | null>(null);
  const last = told && (!begun || told.order >= begun.order) ? told : begun;
  useEffect(() => {
    if (last && isOpen(last)) setKnown(last.id);
  }, [last]);
  return {
    watch: last && (isOpen(last) || last.id === known) ? last : null,
    connect,
    follow: useCallback(
      (watch: Watch) => {
        setBegun(watch);
        connect();
      },
      [connect],
    ),
  };
}
