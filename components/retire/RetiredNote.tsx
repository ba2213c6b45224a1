import { i18n } from '#i18n';
import type { Retirement } from '../../utils/retire/retirement.ts';
import { stateWords } from './words.ts';

interface Props {
  /** One that has not ended. */
  retirement: Retirement;
  onList(): void;
}

/** In the panel of a sequence: that it is retired, until when, and what happened since. */
export function RetiredNote({ retirement, onList }: Props) {
  return (
    <section class="card stack tight">
      <h2>{i18n.t('retire.done')}</h2>
      <p role="status">{stateWords(retirement).join(' ')}</p>
      <div class="actions">
        <button type="button" onClick={onList}>
          {i18n.t('retire.open')}
        </button>
      </div>
    </section>
  );
}
