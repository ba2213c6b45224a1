import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Range } from '../../utils/review/estimate.ts';
import { NotifyChoice } from '../retire/NotifyChoice.tsx';
import { Heading } from '../ui/Heading.tsx';
import { SteadyButton } from '../ui/SteadyButton.tsx';
import { Entries } from './Entries.tsx';
import { untilWords } from './words.ts';

interface Props {
  name: string;
  /** When nobody waits any more, as was reckoned at `at`; null where nobody can say, so that there is nothing to watch for. */
  until: Range | null;
  at: number;
  /** People may go through it again. */
  repeats: boolean;
  onWatch(notify: boolean): void;
  onBack(): void;
}

/** Before a sequence is watched: when that will end, and how to keep others from coming in. */
export function WatchOffer({ name, until, at, repeats, onWatch, onBack }: Props) {
  const [notify, setNotify] = useState(false);
  return (
    <div class="stack">
      <p class="quiet">
        <bdi>{name}</bdi>
      </p>
      <Heading>{i18n.t('watch.offer')}</Heading>
      {until ? (
        <p class="strong">{untilWords(until, at)}</p>
      ) : (
        <p>{repeats ? i18n.t('watch.repeats') : i18n.t('watch.cannotTell')}</p>
      )}
      <Entries />
      {until && <p>{i18n.t('watch.offerHint')}</p>}
      {until && <NotifyChoice value={notify} onChange={setNotify} />}
      <div class="actions">
        {until && (
          <SteadyButton class="primary" onClick={() => onWatch(notify)}>
            {i18n.t('watch.start')}
          </SteadyButton>
        )}
        <button type="button" onClick={onBack}>
          {i18n.t('button.back')}
        </button>
      </div>
    </div>
  );
}
