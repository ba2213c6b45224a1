import { useState } from 'preact/hooks';
import { factsOf, verdictOn } from '../../utils/review/verdict.ts';
import { Room } from '../ui/Room.tsx';
import { awaitedOf } from './awaited.ts';
import type { Seen } from './details.ts';
import { Figured } from './Figured.tsx';
import { midwaySentence, verdictWords } from './verdict-words.ts';

interface Props extends Seen {
  /** Whether it warns: somebody is at stake, and nothing else on the screen is more urgent. */
  warns: boolean;
  /** Whether what it advises can be done here. */
  advises: boolean;
}

/** How safe a delete is, why, and what is better. It becomes surer as the rest arrives, and says so in place. */
export function VerdictNote({ look, arriving, warns, advises }: Props) {
  const facts = factsOf(look, arriving.details);
  const awaited = awaitedOf({ look, arriving });
  const { level, first, others, advice } = verdictWords(facts, awaited);
  const [isRoomKept] = useState(awaited.midway);
  const deciding = (
    // Of words that a page translator has replaced, only what is drawn anew changes.
    <p class="deciding" key={first.words}>
      <Figured {...first} />
    </p>
  );
  const rest = [...others, ...(advises ? [advice] : [])].join(' ');
  return (
    <section class={`verdict ${verdictOn(facts).level.replace(' ', '-')}`} role={warns ? 'alert' : undefined}>
      <h2 key={level}>{level}</h2>
      {isRoomKept ? <Room like={<Likely people={facts.people ?? 0} />}>{deciding}</Room> : deciding}
      {rest && <p key={rest}>{rest}</p>}
    </section>
  );
}

const Likely = ({ people }: { people: number }) => (
  <p class="deciding">
    <Figured {...midwaySentence({ from: people, to: people })} />
  </p>
);
