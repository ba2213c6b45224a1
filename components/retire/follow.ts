import { useCallback, useState } from 'preact/hooks';
import { portName } from '../../utils/protocol.ts';
import { isRetirementEnded, type Retirement } from '../../utils/retire/retirement.ts';
import { useFollowed } from '../ui/port.ts';

const isOpen = ({ state }: Retirement) => !isRetirementEnded(state);

/** Follows the retirement of a sequence. */
export function useRetirement(sequenceId: number, shown: boolean) {
  const [begun, setBegun] = useState<Retirement | null>(null);
  const { told, connect } = useFollowed<Retirement>(portName('retire', sequenceId), isOpen, shown);
  return {
    /** The one that was begun here. */
    retirement: told && told.id === begun?.id ? told : begun,
    /** The one that is open, whoever began it. */
    open: told && isOpen(told) ? told : null,
    follow: useCallback(
      (retirement: Retirement) => {
        setBegun(retirement);
        connect();
      },
      [connect],
    ),
    forget: useCallback(() => setBegun(null), []),
  };
}
