import { factsOf, verdictOn } from '../../utils/review/verdict.ts';
import type { Seen } from './details.ts';
import { adviceWords, levelWords, reasonWords } from './verdict-words.ts';

/** How safe a delete is, and why. It may become surer as the rest arrives. */
export function VerdictNote({ look, arriving }: Seen) {
  const verdict = verdictOn(factsOf(look, arriving.details));
  return (
    <div class={`verdict ${verdict.level.replace(' ', '-')}`}>
      <p>
        <strong>{levelWords(verdict.level)}</strong>
      </p>
      <p>{[...verdict.reasons.map(reasonWords), adviceWords(verdict)].join(' ')}</p>
    </div>
  );
}
