import { i18n } from '#i18n';
import { isWatchEnded, type Watch, type WatchWish } from '../../utils/watch/watch.ts';
import { SteadyButton } from '../ui/SteadyButton.tsx';
import { watchWords } from './words.ts';

interface Props {
  watch: Watch;
  onWish(wish: WatchWish): void;
  onList(): void;
}

/** In the panel of a sequence: that it is watched, and until when. */
export function WatchedNote({ watch, onWish, onList }: Props) {
  const isOpen = !isWatchEnded(watch.state);
  return (
    <section class="card stack tight">
      <h2>{isOpen ? i18n.t('watch.watching') : i18n.t('watch.ended')}</h2>
      <p role="status">{watchWords(watch).join(' ')}</p>
      {isOpen && (
        <div class="actions">
          <SteadyButton onClick={() => onWish('stop')}>{i18n.t('watch.stop')}</SteadyButton>
          <button type="button" onClick={onList}>
            {i18n.t('watch.open')}
          </button>
        </div>
      )}
    </section>
  );
}
