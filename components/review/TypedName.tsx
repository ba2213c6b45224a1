import { i18n } from '#i18n';
import { isTypeable, type Mistyped, mistyped, wordsToType } from '../../utils/review/typed-name.ts';
import { isolated } from '../ui/words.ts';

interface Props {
  sequence: Parameters<typeof wordsToType>[0];
  typed: string;
  onType(typed: string): void;
}

/** The id of the sentence that says why a button beside it cannot be pressed yet. */
export const MISTYPED = 'mistyped';

/** Where a person types a sequence's name or ID, as a yes that nobody gives by accident. */
export function TypedName({ sequence, typed, onType }: Props) {
  const byName = isTypeable(sequence.name);
  const wrong = mistyped(typed, sequence);
  return (
    <div class="stack tight">
      <label>
        {byName ? i18n.t('confirm.type') : i18n.t('confirm.typeId')}
        <input
          value={typed}
          onInput={(event) => onType(event.currentTarget.value)}
          aria-describedby={`words ${MISTYPED}`}
          autocomplete="off"
          spellcheck={false}
          dir="auto"
        />
      </label>
      <p class="quiet" id="words">
        {i18n.t('confirm.typeHint', { words: isolated(wordsToType(sequence)) })}
        <br />
        {byName ? i18n.t('confirm.orId', { id: sequence.id }) : i18n.t('confirm.onlyId')}
      </p>
      <p class="quiet" id={MISTYPED} aria-live="polite">
        {/* Drawn anew each time: a page translator may have put something in its place. */}
        {wrong && <span key={wrong}>{mistypedWords(wrong)}</span>}
      </p>
    </div>
  );
}

function mistypedWords(wrong: Mistyped): string {
  switch (wrong) {
    case 'nothing':
      return i18n.t('confirm.mistyped.nothing');
    case 'incomplete':
      return i18n.t('confirm.mistyped.incomplete');
    case 'letter case':
      return i18n.t('confirm.mistyped.letterCase');
    case 'different':
      return i18n.t('confirm.mistyped.different');
  }
}
