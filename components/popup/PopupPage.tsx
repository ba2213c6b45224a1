import type { ComponentChildren } from 'preact';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { entryOf, type ToldJob } from '../../utils/history/entry.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { type ManagerTarget, managerPath } from '../../utils/manager.ts';
import { useAccounts } from '../connection/hooks.ts';
import { KIND, nameOf, OUTCOME } from '../history/words.ts';
import { Alert } from '../ui/Alert.tsx';
import { isolated, list, onDay } from '../ui/words.ts';
import { type Jobs, useJobs } from './hooks.ts';
import { OfSequence } from './OfSequence.tsx';
import { Running } from './Running.tsx';

interface Props {
  /** The sequence that the tab shows; null elsewhere. */
  sequenceId: number | null;
  onPanel(): void;
}

/** What the button in the toolbar opens. */
export function PopupPage({ sequenceId, onPanel }: Props) {
  const [jobs, again] = useJobs();
  const { running, due, recent } = jobs.state === 'answered' ? jobs.value : NOTHING;
  return (
    <div class="stack">
      {sequenceId === null ? (
        <Elsewhere />
      ) : (
        <OfSequence sequenceId={sequenceId} onPanel={onPanel} onBegun={again} />
      )}
      {jobs.state === 'no answer' && <Alert>{i18n.t('popup.failed')}</Alert>}
      <Running jobs={running} />
      <Listed title={i18n.t('popup.due')}>
        {due.map((job) => (
          <li key={job.id}>
            <Door target="retired">
              <bdi>{nameOf(entryOf(job))}</bdi>
            </Door>
          </li>
        ))}
      </Listed>
      {sequenceId === null && (
        <Listed title={i18n.t('popup.recent')}>
          {recent.map((job) => (
            <li key={job.id}>
              <Recent job={job} />
            </li>
          ))}
        </Listed>
      )}
      <Doors />
    </div>
  );
}

const NOTHING: Jobs = { running: [], due: [], recent: [] };

function Elsewhere() {
  const accounts = useAccounts();
  return (
    <>
      <h1>{i18n.t('extension.name')}</h1>
      <p>{i18n.t('popup.hint')}</p>
      <a href={KIT_LINKS.sequences} target="_blank" rel="noreferrer">
        {i18n.t('panel.openKit')}
      </a>
      {accounts.state === 'answered' && (
        <p class="quiet">
          {accounts.value.length === 0
            ? i18n.t('problem.notConnected')
            : i18n.t('popup.connected', {
                accounts: list(accounts.value.map(({ account }) => isolated(account.name))),
              })}
        </p>
      )}
    </>
  );
}

/** A headline with what stands below it; nothing where nothing does. */
function Listed({ title, children }: { title: string; children: ComponentChildren[] }) {
  if (children.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{title}</h2>
      <ul class="stack tight plain">{children}</ul>
    </section>
  );
}

function Recent({ job }: { job: ToldJob }) {
  const entry = entryOf(job);
  const { kind, outcome, startedAt, endedAt } = entry;
  return (
    <>
      <strong>{KIND[kind]()}</strong> <bdi>{nameOf(entry)}</bdi>
      <span class="quiet">
        {' · '}
        {OUTCOME[outcome]()} · {onDay(endedAt ?? startedAt)}
      </span>
    </>
  );
}

const TABS: { target: ManagerTarget; words(): string }[] = [
  { target: 'retired', words: () => i18n.t('manager.tab.retired') },
  { target: { backupId: null, download: false }, words: () => i18n.t('manager.tab.backups') },
  { target: 'history', words: () => i18n.t('manager.tab.history') },
];

function Doors() {
  return (
    <nav class="doors">
      {TABS.map(({ target, words }) => (
        <Door key={words()} target={target}>
          {words()}
        </Door>
      ))}
      <button type="button" onClick={() => browser.runtime.openOptionsPage()}>
        {i18n.t('button.openOptions')}
      </button>
    </nav>
  );
}

const Door = ({ target, children }: { target: ManagerTarget; children: ComponentChildren }) => (
  <a href={managerPath(target)} target="_blank" rel="noreferrer">
    {children}
  </a>
);
