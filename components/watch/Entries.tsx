import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';

/** How people come into a sequence, and what stops them. The address of Kit's page of forms is not known. */
export function Entries() {
  const ways: [id: string, words: string, link: string | null][] = [
    ['forms', i18n.t('watch.entry.forms'), null],
    ['automations', i18n.t('watch.entry.automations'), KIT_LINKS.automations],
    ['rules', i18n.t('watch.entry.rules'), KIT_LINKS.rules],
    ['sequences', i18n.t('watch.entry.sequences'), KIT_LINKS.sequences],
    ['imports', i18n.t('watch.entry.imports'), null],
    ['apps', i18n.t('watch.entry.apps'), null],
  ];
  const links: Record<string, string> = {
    automations: i18n.t('review.automationsLink'),
    rules: i18n.t('review.rulesLink'),
    sequences: i18n.t('watch.sequencesLink'),
  };
  return (
    <>
      <h2>{i18n.t('watch.entries')}</h2>
      <ul>
        {ways.map(([id, words, link]) => (
          <li key={id}>
            {words}
            {link && (
              <>
                {' '}
                <a href={link} target="_blank" rel="noreferrer">
                  {links[id]}
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
      <p>{i18n.t('watch.dontPause')}</p>
    </>
  );
}
