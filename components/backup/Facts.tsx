import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { ageWords, factsOf, holdsWords, timeWords } from './about.ts';

/** What there is to know of a backup before one opens it. */
export function Facts({ backup }: { backup: Backup }) {
  const [now] = useState(Date.now);
  const made = backup.completedAt ?? backup.startedAt;
  return (
    <>
      <p class="quiet">
        {i18n.t('backup.account')} <bdi>{backup.account.name}</bdi>
        <br />
        <time dateTime={new Date(made).toISOString()}>
          {i18n.t(backup.completedAt === null ? 'backup.begun' : 'backup.made', {
            when: timeWords(made),
            age: ageWords(made, now),
          })}
        </time>
      </p>
      <p>{holdsWords(backup)}</p>
      <ul class="plain">
        {factsOf(backup).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </>
  );
}
