import { useCallback, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { zipName } from '../../utils/backup/file/names.ts';
import { ask } from '../../utils/messages/ask.ts';
import type { Group, Groups } from '../../utils/people/groups.ts';
import { mistyped } from '../../utils/review/typed-name.ts';
import { peopleWords } from '../backup/about.ts';
import type { KeptBackups } from '../backup/kept.ts';
import { MISTYPED, TypedName } from '../review/TypedName.tsx';
import { Alert } from '../ui/Alert.tsx';
import { useAsked } from '../ui/hooks.ts';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { saveFile } from '../ui/save.ts';
import { number } from '../ui/words.ts';
import { peopleCsv } from './people-csv.ts';
import { unusableWords } from './people-words.ts';
import { recoveryForRestore, restoreProblemWords } from './words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  backup: Backup;
  store: KeptBackups;
  /** `people`: how many were shown. */
  onAdd(group: Group, people: number): void;
}

/** Whom to add: nobody, unless a person says so. */
export function ChooseStep({ backup, store, onAdd, ...handlers }: Props) {
  const [asked, again] = useAsked(
    useCallback(() => ask('people.groups', { backupId: backup.id }), [backup.id]),
  );
  const retrying = { ...handlers, onRetry: again };
  if (asked.state === 'asking') return <p role="status">{i18n.t('restore.people.reading')}</p>;
  if (asked.state === 'no answer') {
    return (
      <Alert action={<RecoveryButton recovery="retry" {...retrying} />}>{i18n.t('problem.noAnswer')}</Alert>
    );
  }
  if (!asked.value.ok) {
    const { problem } = asked.value;
    return (
      <Alert action={<RecoveryButton recovery={recoveryForRestore(problem)} {...retrying} />}>
        {restoreProblemWords(problem)}
      </Alert>
    );
  }
  return <Choice backup={backup} store={store} groups={asked.value.value} onAdd={onAdd} />;
}

type Chosen = 'nobody' | Group | 'csv';

type ChoiceProps = Pick<Props, 'backup' | 'store' | 'onAdd'> & { groups: Groups };

function Choice({ backup, store, groups, onAdd }: ChoiceProps) {
  const [chosen, setChosen] = useState<Chosen>('nobody');
  const radio = (value: Chosen, label: string) => (
    <label class="choice">
      <input type="radio" name="whom" checked={chosen === value} onChange={() => setChosen(value)} />
      {label}
    </label>
  );
  return (
    <div class="stack">
      <p>
        {i18n.t('restore.people.holds', {
          people: peopleWords(groups.people),
          active: number(groups.active),
        })}
      </p>
      {groups.unusable > 0 && <p>{unusableWords(groups.unusable)}</p>}
      {!groups.known && <p>{i18n.t('restore.people.scheduleUnknown')}</p>}
      <fieldset>
        <legend>{i18n.t('restore.people.legend')}</legend>
        {radio('nobody', i18n.t('restore.people.nobody'))}
        {radio('start', i18n.t('restore.people.start', { count: number(groups.start) }))}
        {radio('midway', i18n.t('restore.people.midway', { count: number(groups.midway) }))}
        {radio('csv', i18n.t('restore.people.csv'))}
      </fieldset>
      {chosen === 'csv' && <Csv backup={backup} store={store} />}
      {(chosen === 'start' || chosen === 'midway') &&
        (groups[chosen] === 0 ? (
          <p>{i18n.t('restore.people.nobodyThere')}</p>
        ) : (
          <Confirm
            key={chosen}
            backup={backup}
            people={groups[chosen]}
            onAdd={() => onAdd(chosen, groups[chosen])}
          />
        ))}
    </div>
  );
}

function Confirm({ backup, people, onAdd }: { backup: Backup; people: number; onAdd(): void }) {
  const [typed, setTyped] = useState('');
  const may = mistyped(typed, backup.sequence) === null;
  const count = number(people);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (may) onAdd();
      }}
    >
      <p class="notice alert">{i18n.t('restore.people.meaning', people, { count })}</p>
      <TypedName sequence={backup.sequence} typed={typed} onType={setTyped} />
      <div class="actions">
        <button type="submit" class="primary" disabled={!may} aria-describedby={may ? undefined : MISTYPED}>
          {i18n.t('restore.people.add', people, { count })}
        </button>
      </div>
    </form>
  );
}

function Csv({ backup, store }: Pick<Props, 'backup' | 'store'>) {
  const [state, setState] = useState<'idle' | 'building' | 'failed'>('idle');
  async function build() {
    setState('building');
    const reader = await store.open(backup.id);
    const file = reader && (await peopleCsv(reader));
    if (file) saveFile(file, zipName(backup).replace(/\.zip$/, '.csv'));
    setState(file ? 'idle' : 'failed');
  }
  return (
    <>
      <p>{i18n.t('restore.people.csvHint')}</p>
      {state === 'failed' && <Alert>{i18n.t('restore.people.csvFailed')}</Alert>}
      <div class="actions">
        <button
          type="button"
          disabled={state === 'building'}
          onClick={() => build().catch(() => setState('failed'))}
        >
          {i18n.t('restore.people.csvButton')}
        </button>
      </div>
    </>
  );
}
