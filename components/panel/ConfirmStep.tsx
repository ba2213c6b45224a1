import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import { needsTypedName, type Review } from '../../utils/review/review.ts';
import { mistyped } from '../../utils/review/typed-name.ts';
import type { StorageState } from '../../utils/storage/state.ts';
import { MISTYPED, TypedName } from '../review/TypedName.tsx';
import { warningWords } from '../review/words.ts';
import { isClosed } from '../storage/state.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { Steady, SteadyButton } from '../ui/SteadyButton.tsx';
import { isolated } from '../ui/words.ts';

interface Props {
  review: Review;
  storage: StorageState | undefined;
  news?: ComponentChildren;
  typed: string;
  onType(typed: string): void;
  backUp: boolean;
  onBackUp(backUp: boolean): void;
  onBack(): void;
  onDelete(): void;
}

export function ConfirmStep({
  review,
  storage,
  news,
  typed,
  onType,
  backUp,
  onBackUp,
  onBack,
  onDelete,
}: Props) {
  const steady = useContext(Steady);
  const mustType = needsTypedName(review);
  const may = !mustType || mistyped(typed, review.sequence) === null;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (may && steady) onDelete();
      }}
    >
      <Heading>{i18n.t('confirm.title', { name: isolated(review.sequence.name) })}</Heading>
      {news}
      <p>
        {warningWords(review)} {i18n.t('review.noUndo')}
      </p>
      <div class="stack tight">
        <label class="check">
          <input
            type="checkbox"
            checked={backUp}
            onChange={(event) => onBackUp(event.currentTarget.checked)}
            aria-describedby="back-up"
          />
          {i18n.t('confirm.backUp')}
        </label>
        <p class="quiet" id="back-up">
          {backUp ? i18n.t('confirm.backUpHint') : i18n.t('confirm.noBackUpHint')}
        </p>
        {isClosed(storage) && <Alert>{i18n.t('confirm.backupUnkept')}</Alert>}
        {storage === 'until closed' && backUp && <Alert>{i18n.t('confirm.backupUntilClosed')}</Alert>}
      </div>
      {mustType && <TypedName sequence={review.sequence} typed={typed} onType={onType} />}
      <p class="quiet">{i18n.t('confirm.countdownHint')}</p>
      <div class="actions">
        <SteadyButton
          type="submit"
          class="danger primary"
          disabled={!may}
          aria-describedby={may ? undefined : MISTYPED}
        >
          {i18n.t('button.deleteNow')}
        </SteadyButton>
        <button type="button" onClick={onBack}>
          {i18n.t('button.back')}
        </button>
      </div>
    </form>
  );
}
