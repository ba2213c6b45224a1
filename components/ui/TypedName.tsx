import { i18n } from '#i18n';
import { isolated } from './words.ts';

interface Props {
  /** What has to be typed. */
  words: string;
  typed: string;
  onType(typed: string): void;
}

/** Where a person types a sequence's name, as a yes that nobody gives by accident. */
export function TypedName({ words, typed, onType }: Props) {
  return (
    <div class="stack tight">
      <label>
        {i18n.t('confirm.type')}
        <input
          value={typed}
          onInput={(event) => onType(event.currentTarget.value)}
          aria-describedby="words"
          autocomplete="off"
          spellcheck={false}
          dir="auto"
        />
      </label>
      <p class="quiet" id="words">
        {i18n.t('confirm.typeHint', { words: isolated(words) })}
      </p>
    </div>
  );
}
