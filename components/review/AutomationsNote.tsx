import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import type { Automations, UsingAutomation, WhyUnread } from '../../utils/review/automations.ts';
import { number } from '../ui/words.ts';

/** Which automations use the sequence, as far as Kit's pages told; for who wants these to be read. */
export function AutomationsNote({ automations, waiting }: { automations: Automations; waiting: boolean }) {
  if (automations.state === 'reading') {
    return waiting ? <p class="quiet">{i18n.t('automations.reading')}</p> : <p>{unreadWords('no answer')}</p>;
  }
  if (automations.state === 'unread') return <p>{unreadWords(automations.why)}</p>;
  const { usedBy, read, unread } = automations;
  return (
    <>
      {usedBy.length > 0 && (
        <>
          <p>{i18n.t('automations.usedBy')}</p>
          <ul>
            {usedBy.map((one) => (
              <li key={one.id}>
                <a href={KIT_LINKS.automation(one.id)} target="_blank" rel="noreferrer">
                  <bdi>{one.name.trim() || i18n.t('automations.noName', { id: one.id })}</bdi>
                </a>
                {one.live !== null && ` (${liveWords(one)})`}
              </li>
            ))}
          </ul>
        </>
      )}
      {usedBy.length === 0 && <p>{noneWords(read, unread)}</p>}
      {unread > 0 && <p>{i18n.t('automations.someUnread', unread, { count: number(unread) })}</p>}
    </>
  );
}

const liveWords = ({ live }: UsingAutomation) =>
  live ? i18n.t('automations.live') : i18n.t('automations.notLive');

function noneWords(read: number, unread: number): string | null {
  if (read > 0) return i18n.t('automations.none', read, { count: number(read) });
  return unread > 0 ? null : i18n.t('automations.empty');
}

function unreadWords(why: WhyUnread): string {
  return `${i18n.t('automations.unread')} ${whyWords(why)}`;
}

function whyWords(why: WhyUnread): string {
  switch (why) {
    case 'no page':
      return i18n.t('automations.noPage');
    case 'another account':
      return i18n.t('automations.anotherAccount');
    case 'led away':
      return i18n.t('automations.ledAway');
    case 'refused':
      return i18n.t('automations.refused');
    case 'no answer':
      return i18n.t('automations.noAnswer');
    case 'not understood':
      return i18n.t('automations.notUnderstood');
  }
}
