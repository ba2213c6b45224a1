import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { entryOf, HISTORY_KINDS, HISTORY_OUTCOMES } from '../../utils/history/entry.ts';
import { historyCsv, historyJson } from '../../utils/history/export.ts';
import { ALL_JOBS, type HistoryFilter } from '../../utils/history/filter.ts';
import type { Account } from '../../utils/kit/client.ts';
import { useAccounts } from '../connection/hooks.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { saveFile } from '../ui/save.ts';
import { number } from '../ui/words.ts';
import { HistoryRow } from './HistoryRow.tsx';
import { readAll, useHistory } from './hooks.ts';
import { KIND, OUTCOME } from './words.ts';

/** Every job with what became of it, newest first. */
export function HistoryPage() {
  const [filter, setFilter] = useState(ALL_JOBS);
  const { jobs, more, asking, failed, again } = useHistory(filter);
  const connected = useAccounts();
  const seen = new Map<number, Account>();
  for (const { account } of connected.state === 'answered' ? connected.value : [])
    seen.set(account.id, account);
  for (const job of jobs ?? []) {
    const { account } = entryOf(job);
    if (account && !seen.has(account.id)) seen.set(account.id, account);
  }
  const isFiltered = Object.values(filter).some((value) => value !== null && value !== '');
  return (
    <div class="stack">
      <Heading>{i18n.t('history.title')}</Heading>
      <p>{i18n.t('history.intro')}</p>
      <Filters filter={filter} accounts={[...seen.values()]} onChange={setFilter} />
      {failed && (
        <Alert
          action={
            <button type="button" onClick={again}>
              {i18n.t('button.tryAgain')}
            </button>
          }
        >
          {i18n.t('history.unreadable')}
        </Alert>
      )}
      <p role="status" class={jobs && jobs.length > 0 ? 'unseen' : ''}>
        {jobs === null
          ? asking && i18n.t('history.loading')
          : jobs.length > 0
            ? i18n.t('history.shown', jobs.length, { count: number(jobs.length) })
            : isFiltered
              ? i18n.t('history.nothingFound')
              : i18n.t('history.empty')}
      </p>
      {jobs && jobs.length > 0 && (
        <>
          <ul class="plain cards">
            {jobs.map((job) => (
              <HistoryRow key={job.id} job={job} />
            ))}
          </ul>
          {more && (
            <div class="actions">
              <button type="button" disabled={asking} onClick={more}>
                {i18n.t('history.more')}
              </button>
            </div>
          )}
          <Export filter={filter} />
        </>
      )}
    </div>
  );
}

interface FiltersProps {
  filter: HistoryFilter;
  /** Those that are connected, and those of the jobs on the page. */
  accounts: Account[];
  onChange(filter: HistoryFilter): void;
}

function Filters({ filter, accounts, onChange }: FiltersProps) {
  return (
    <search class="filters">
      <Choice
        label={i18n.t('history.filter.kind')}
        from={HISTORY_KINDS}
        words={(kind) => KIND[kind]()}
        value={filter.kind}
        onChoose={(kind) => onChange({ ...filter, kind })}
      />
      <Choice
        label={i18n.t('history.filter.outcome')}
        from={HISTORY_OUTCOMES}
        words={(outcome) => OUTCOME[outcome]()}
        value={filter.outcome}
        onChoose={(outcome) => onChange({ ...filter, outcome })}
      />
      {accounts.length > 1 && (
        <Choice
          label={i18n.t('history.filter.account')}
          from={accounts.map(({ id }) => id)}
          words={(id) => accounts.find((account) => account.id === id)?.name ?? ''}
          value={filter.accountId}
          onChoose={(accountId) => onChange({ ...filter, accountId })}
        />
      )}
      <label>
        {i18n.t('history.filter.text')}
        <input
          type="text"
          maxLength={1000}
          value={filter.text}
          onInput={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
        />
      </label>
    </search>
  );
}

interface ChoiceProps<T> {
  label: string;
  from: readonly T[];
  words(one: T): string;
  /** Null for all. */
  value: T | null;
  onChoose(one: T | null): void;
}

function Choice<T extends string | number>({ label, from, words, value, onChoose }: ChoiceProps<T>) {
  return (
    <label>
      {label}
      <select
        value={value ?? ''}
        onChange={({ currentTarget }) =>
          onChoose(from.find((one) => String(one) === currentTarget.value) ?? null)
        }
      >
        <option value="">{i18n.t('history.filter.all')}</option>
        {from.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Export({ filter }: { filter: HistoryFilter }) {
  const [failed, setFailed] = useState(false);
  const save = (name: string, type: string, write: typeof historyCsv) => async () => {
    setFailed(false);
    try {
      const entries = (await readAll(filter)).map(entryOf);
      saveFile(new Blob([write(entries)], { type }), name);
    } catch {
      setFailed(true);
    }
  };
  return (
    <div class="stack tight apart">
      <div class="actions">
        <button type="button" onClick={save('history.csv', 'text/csv', historyCsv)}>
          {i18n.t('history.exportCsv')}
        </button>
        <button type="button" onClick={save('history.json', 'application/json', historyJson)}>
          {i18n.t('history.exportJson')}
        </button>
      </div>
      <p class="quiet">{i18n.t('history.exportHint')}</p>
      {failed && <Alert>{i18n.t('history.unreadable')}</Alert>}
    </div>
  );
}
