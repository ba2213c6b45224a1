import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import type { Estimate } from '../../utils/review/estimate.ts';
import { inSendingOrder } from '../../utils/review/schedule.ts';
import type { WaitingPerson } from '../../utils/review/waiting-people.ts';
import { copyText } from '../ui/copy.ts';
import { Room } from '../ui/Room.tsx';
import { isolated, moment, number } from '../ui/words.ts';
import type { Seen } from './details.ts';
import { waitingCsv } from './waiting-csv.ts';

/** So many people are listed at most. */
const MOST = 1000;

/** Who waits, by name, once a person wants to see them. They stay in the extension's own pages. */
export function WaitingPeople({ look, arriving }: Seen) {
  const [shown, setShown] = useState(false);
  const [copied, setCopied] = useState<boolean | null>(null);
  const list = useRef<HTMLUListElement>(null);
  // The button may stand at the edge of what is in sight.
  useEffect(() => list.current?.scrollIntoView({ block: 'nearest' }), [shown]);
  const [isRoomKept] = useState(arriving.waiting);
  const { people = null, estimate = null } = arriving.details ?? {};
  if (!people || !estimate || people.length === 0) {
    // The button may still come, or would have stood here.
    return isRoomKept ? (
      <Room
        like={
          <div class="actions">
            <span class="button">{i18n.t('people.show')}</span>
          </div>
        }
      />
    ) : null;
  }
  const listed = people.slice(0, MOST);
  const subjects = inSendingOrder(look.schedule ?? []).map(
    ({ subject }) => subject || i18n.t('estimate.noSubject'),
  );
  const copy = async () => setCopied(await copyText(waitingCsv(listed, subjects)));
  return (
    <div class="stack tight">
      <div class="actions">
        <button type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {/* Drawn anew, or a page that was translated would still say the first. */}
          <span key={String(shown)}>{shown ? i18n.t('people.hide') : i18n.t('people.show')}</span>
        </button>
        {shown && (
          <button type="button" onClick={copy}>
            {i18n.t('people.copy')}
          </button>
        )}
      </div>
      {shown && (
        <p class="quiet" role="status">
          {copied !== null && (copied ? i18n.t('people.copied') : i18n.t('people.notCopied'))}
        </p>
      )}
      {shown && (
        <>
          <ul class="people" ref={list} aria-label={i18n.t('people.title')}>
            {listed.map((person) => (
              <Person key={person.id} person={person} subjects={subjects} />
            ))}
          </ul>
          <Others listed={listed.length} estimate={estimate} />
        </>
      )}
    </div>
  );
}

function Person({ person, subjects }: { person: WaitingPerson; subjects: string[] }) {
  const { id, name, address, due } = person;
  return (
    <li>
      <a href={KIT_LINKS.subscriber(id)} target="_blank" rel="noreferrer">
        <bdi>{name.trim() || address || i18n.t('people.noName', { id })}</bdi>
      </a>
      {name.trim() && address && (
        <span class="quiet">
          {' '}
          <bdi>{address}</bdi>
        </span>
      )}
      <br />
      {nextWords(person, subjects)}
      {due && ` ${i18n.t('people.due', { when: moment(due.from, due.to) })}`}
    </li>
  );
}

function nextWords({ next, perhapsNone }: WaitingPerson, subjects: string[]): string {
  const { from, to } = next;
  const words =
    from === to
      ? i18n.t('people.next', { email: isolated(subjects[from] ?? '') })
      : i18n.t('people.nextOneOf', { from: number(from + 1), to: number(to + 1) });
  return perhapsNone ? `${words} ${i18n.t('people.perhapsNone')}` : words;
}

/** How many more wait than are listed. */
function Others({ listed, estimate }: { listed: number; estimate: Estimate }) {
  const others = estimate.midway.to - listed;
  if (others <= 0) return null;
  return <p class="quiet">{i18n.t('people.others', others, { count: number(others) })}</p>;
}
