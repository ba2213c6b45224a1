import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import { USUAL_REMIND_DAYS } from '../../utils/retire/retirement.ts';
import { needsTypedName } from '../../utils/review/review.ts';
import { mistyped } from '../../utils/review/typed-name.ts';
import { factsOf, verdictOn } from '../../utils/review/verdict.ts';
import { readCountdown, USUAL_COUNTDOWN } from '../../utils/settings.ts';
import type { StorageState } from '../../utils/storage/state.ts';
import type { Seen } from '../review/details.ts';
import { Figured } from '../review/Figured.tsx';
import { MISTYPED, TypedName } from '../review/TypedName.tsx';
import { consequenceWords } from '../review/verdict-words.ts';
import { isClosed } from '../storage/state.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { Steady, SteadyButton } from '../ui/SteadyButton.tsx';
import { useStored } from '../ui/stored.ts';
import { isolated } from '../ui/words.ts';

interface Props extends Seen {
  storage: StorageState | undefined;
  news?: ComponentChildren;
  typed: string;
  onType(typed: string): void;
  backUp: boolean;
  onBackUp(backUp: boolean): void;
  onBack(): void;
  onDelete(): void;
  /** Pauses it instead, with a reminder; missing where it is paused. */
  onRetire?: (() => void) | undefined;
}

export function ConfirmStep({
  look,
  arriving,
  storage,
  news,
  typed,
  onType,
  backUp,
  onBackUp,
  onBack,
  onDelete,
  onRetire,
}: Props) {
  const steady = useContext(Steady);
  const { sequence } = look;
  const seconds = useStored(readCountdown) ?? USUAL_COUNTDOWN;
  const mustType = needsTypedName(look);
  const may = !mustType || mistyped(typed, sequence) === null;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (may && steady) onDelete();
      }}
    >
      <Heading>{i18n.t('confirm.title', { name: isolated(sequence.name) })}</Heading>
      {news}
      <Consequence look={look} arriving={arriving} />
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
      {mustType && <TypedName sequence={sequence} typed={typed} onType={onType} />}
      <p class="quiet">{i18n.t('confirm.countdownHint', { seconds })}</p>
      {onRetire && <p class="quiet">{i18n.t('retire.insteadHint', { days: USUAL_REMIND_DAYS })}</p>}
      <div class="actions">
        <SteadyButton
          type="submit"
          class="danger primary"
          disabled={!may}
          aria-describedby={may ? undefined : MISTYPED}
        >
          {i18n.t('button.deleteNow')}
        </SteadyButton>
        {onRetire && <SteadyButton onClick={onRetire}>{i18n.t('retire.instead')}</SteadyButton>}
        <button type="button" onClick={onBack}>
          {i18n.t('button.back')}
        </button>
      </div>
    </form>
  );
}

/** Whom it would harm, with the number that the verdict gives. */
function Consequence({ look, arriving }: Seen) {
  const facts = factsOf(look, arriving.details);
  const { first, others } = consequenceWords(facts);
  const rest = [...others, i18n.t('review.noUndo')].join(' ');
  return (
    <div class={`verdict ${verdictOn(facts).level.replace(' ', '-')}`}>
      <p class="deciding" key={first.words}>
        <Figured {...first} />
      </p>
      <p key={rest}>{rest}</p>
    </div>
  );
}
