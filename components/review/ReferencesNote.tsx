import { i18n } from '#i18n';
import { AutomationsNote } from './AutomationsNote.tsx';
import type { Seen } from './details.ts';

/** What refers to the sequence, and what may without anybody being able to see it from here. */
export function ReferencesNote({ look, arriving }: Seen) {
  const { excludedFrom, whole } = arriving.details?.references ?? look.references;
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
      {whole
        ? excludedFrom.length === 0 && <p>{i18n.t('references.none')}</p>
        : restWords(arriving.waiting, excludedFrom.length)}
      {look.automations && (
        <AutomationsNote
          automations={arriving.details?.automations ?? look.automations}
          waiting={arriving.waiting}
        />
      )}
      <p class="quiet">{i18n.t('references.outside', { id: look.sequence.id })}</p>
    </>
  );
}

function restWords(waiting: boolean, named: number) {
  if (waiting) return <p class="quiet">{i18n.t('references.reading')}</p>;
  return <p>{named > 0 ? i18n.t('references.restUnread') : i18n.t('references.unread')}</p>;
}
