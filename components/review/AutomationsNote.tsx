import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import type { Automations } from '../../utils/review/automations.ts';
import type { Using, WhyUnread } from '../../utils/review/kit-pages.ts';

/** Which automations use the sequence, and why not all could be read; for who wants these to be read. */
export function AutomationsNote({ automations, waiting }: { automations: Automations; waiting: boolean }) {
  if (automations.state === 'reading') return waiting ? null : <p>{whyWords('no answer')}</p>;
  if (automations.state === 'unread') return <p>{whyWords(automations.why)}</p>;
  const { usedBy } = automations;
  if (usedBy.length === 0) return null;
  return (
    <>
      <p>{i18n.t('automations.usedBy')}</p>
      <ul>
        {usedBy.map((one) => (
          <li key={one.id}>
            <a href={KIT_LINKS.automation(one.id)} target="_blank" rel="noreferrer">
              <bdi>{one.name.trim() || i18n.t('automations.noName', { id: one.id })}</bdi>
            </a>
            {liveWords(one).map((words) => ` (${words})`)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Nothing where Kit's page did not say. */
export function liveWords({ live }: Using): string[] {
  if (live === null) return [];
  return [live ? i18n.t('automations.live') : i18n.t('automations.notLive')];
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
