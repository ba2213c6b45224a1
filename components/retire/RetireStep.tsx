import { i18n } from '#i18n';
import type { Retirement } from '../../utils/retire/retirement.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { stateWords } from './words.ts';

interface Props extends RecoveryHandlers {
  retirement: Retirement;
  onRetired(): void;
}

/** How the retiring of a sequence went, in the panel in which it was asked for. */
export function RetireStep({ retirement, onRetired, ...handlers }: Props) {
  const { state, review } = retirement;
  const words = stateWords(retirement).join(' ');
  const name = <bdi>{review.sequence.name}</bdi>;
  switch (state.step) {
    case 'reading':
    case 'pausing':
      return (
        <div class="stack">
          <p class="quiet">{name}</p>
          <Heading>{words}</Heading>
        </div>
      );
    case 'failed':
    case 'not paused':
      return (
        <div class="stack">
          <p class="quiet">{name}</p>
          <Alert title={i18n.t('retire.notDone')} action={<RecoveryButton recovery="check" {...handlers} />}>
            {words}
          </Alert>
        </div>
      );
    case 'ended':
      return (
        <div class="stack">
          <Heading>{name}</Heading>
          <Alert action={<RecoveryButton recovery="check" {...handlers} />}>{words}</Alert>
        </div>
      );
    default:
      return (
        <div class="stack">
          <p class="quiet">{name}</p>
          <div class="notice good stack tight" role="status">
            <Heading>{i18n.t('retire.done')}</Heading>
            <p>{[i18n.t('result.pausedNow'), words].join(' ')}</p>
          </div>
          <div class="actions">
            <button type="button" onClick={onRetired}>
              {i18n.t('retire.open')}
            </button>
            <RecoveryButton recovery="check" {...handlers} />
          </div>
        </div>
      );
  }
}
