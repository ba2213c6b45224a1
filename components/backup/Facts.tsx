import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ageWords, factsOf, holdsWords, type KnownBackup, timeWords, unfinishedWords } from './about.ts';

/** What there is to know of a backup before one opens it. */
export function Facts({ backup }: { backup: KnownBackup }) {
  const [now] = useState(Date.now);
  const { account, completedAt, startedAt } = backup;
  const made = completedAt ?? startedAt;
  const facts = factsOf(backup);
  return (
    <>
      <p class="quiet">
        <bdi>{account.name}</bdi>
        {' · '}
        <time dateTime={new Date(made).toISOString()}>
          {i18n.t(completedAt === null ? 'backup.begun' : 'backup.made', {
            when: timeWords(made),
            age: ageWords(made, now),
          })}
        </time>
        {' · '}
        {holdsWords(backup)}
      </p>
      {completedAt === null && <p>{unfinishedWords(backup)}</p>}
      {facts.length > 0 && (
        <ul class="plain chips">
          {facts.map((fact) => (
            <li key={fact} class="chip">
              {fact}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
