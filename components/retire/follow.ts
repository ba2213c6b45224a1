import { useCallback, useState } from 'preact/hooks';
import { portName } from '../../utils/protocol.ts';
import { isRetirementEnded, type Retirement } from '../../utils/retire/retirement.ts';
import { useFollowed } from '../ui/port.ts';

const isOpen = ({ state }: Retirement) => !isRetirementEnded(state);

/** Follows the retirement that was begun here, and no other one of the sequence. */
export function useRetirement(sequenceId: number) {
  const [begun, setBegun] = useState<Retirement | null>(null);
  const { told, connect } = useFollowed<Retirement>(portName('retire', sequenceId), isOpen, begun !== null);
  return {
    retirement: told && told.id === begun?.id ? told : begun,
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
