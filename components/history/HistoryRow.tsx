import { i18n } from '#i18n';
import { entryOf, mayBeRestored, type ToldJob } from '../../utils/history/entry.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { managerPath } from '../../utils/manager.ts';
import { moment, number } from '../ui/words.ts';
import { stepWords } from './step-words.ts';
import { KIND, nameOf, OUTCOME, toldWords } from './words.ts';

/** One job. What it did in which order unfolds. */
export function HistoryRow({ job }: { job: ToldJob }) {
  const entry = entryOf(job);
  const { atStake, kind, outcome, account, startedAt, endedAt, steps, requestIds, backupId } = entry;
  const made = entry.madeSequenceId;
  return (
    <li class="card stack tight">
      <p class="headline">
        <strong>{KIND[kind]()}</strong> <bdi>{nameOf(entry)}</bdi>{' '}
        <span class={`chip ${outcome}`}>{OUTCOME[outcome]()}</span>
      </p>
      <p class="quiet">
        {moment(startedAt, endedAt ?? startedAt)}
        {account && (
          <>
            {' · '}
            <bdi>{account.name}</bdi>
          </>
        )}
        {atStake !== null && ` · ${i18n.t('review.activeSubscribers', atStake, { count: number(atStake) })}`}
      </p>
      <p>{toldWords(job)}</p>
      <div class="actions">
        {backupId !== null && (
          <>
            {mayBeRestored(job) && (
              <a class="button" href={hash(backupId, false)}>
                {i18n.t('history.openBackup')}
              </a>
            )}
            <a class="button" href={hash(backupId, true)}>
              {i18n.t('button.downloadBackup')}
            </a>
          </>
        )}
        {made !== null && (
          <a class="button" href={`${KIT_LINKS.sequences}/${made}`} target="_blank" rel="noreferrer">
            {i18n.t('restore.openNew')}
          </a>
        )}
      </div>
      <details>
        <summary>{i18n.t('history.details')}</summary>
        <ol>
          {steps.map(({ step, at }) => (
            <li key={`${step} ${at}`}>
              <time dateTime={new Date(at).toISOString()}>{moment(at, at)}</time> {stepWords(step)}
            </li>
          ))}
        </ol>
        {requestIds.length > 0 && (
          <p>{requestIds.map((id) => i18n.t('problem.requestId', { id })).join(' ')}</p>
        )}
      </details>
    </li>
  );
}

function hash(backupId: string, download: boolean): string {
  const path = managerPath({ backupId, download });
  return path.slice(path.indexOf('#'));
}
