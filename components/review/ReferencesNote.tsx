import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { AutomationsNote } from './AutomationsNote.tsx';
import type { Seen } from './details.ts';
import { RulesNote } from './RulesNote.tsx';

/** What refers to the sequence, by name, and where to look for what nobody can see from here. */
export function ReferencesNote({ look, arriving }: Seen) {
  const { excludedFrom } = arriving.details?.references ?? look.references;
  const automations = arriving.details?.automations ?? look.automations;
  const rules = arriving.details?.rules ?? look.rules;
  return (
    <>
      <h3>{i18n.t('references.title')}</h3>
      {excludedFrom.length > 0 && (
        <>
          <p>{i18n.t('references.excludedFrom')}</p>
          <ul>
            {excludedFrom.map(({ id, name }) => (
              <li key={id}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {automations && <AutomationsNote automations={automations} waiting={arriving.waiting} />}
      {rules && <RulesNote rules={rules} waiting={arriving.waiting} />}
      <p>{i18n.t('references.byHand')}</p>
      <ul>
        <li>
          <a href={KIT_LINKS.automations} target="_blank" rel="noreferrer">
            {i18n.t('review.automationsLink')}
          </a>
        </li>
        <li>
          <a href={KIT_LINKS.rules} target="_blank" rel="noreferrer">
            {i18n.t('review.rulesLink')}
          </a>
        </li>
        <li>{i18n.t('references.outside', { id: look.sequence.id })}</li>
      </ul>
    </>
  );
}
