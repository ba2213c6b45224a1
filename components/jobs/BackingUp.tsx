import { i18n } from '#i18n';
import type { BackupProgress } from '../../utils/backup/capture/capture.ts';
import { Changing } from '../ui/Changing.tsx';
import { durationWords } from '../ui/duration.ts';
import { Heading } from '../ui/Heading.tsx';
import { number } from '../ui/words.ts';
import { CancelButton } from './CancelButton.tsx';
import type { KindWords } from './kinds.ts';

/** How a backup is coming on. */
interface Props extends ReturnType<KindWords['backingUp']> {
  progress: BackupProgress | null;
  onCancel(): void;
}

export function BackingUp({ title, hint, progress, onCancel }: Props) {
  const { phase = 'settings', kept = 0, expected = null } = progress ?? {};
  const counting = phase === 'people';
  return (
    <>
      <Heading>{title}</Heading>
      <div class="stack tight">
        {/* Numbers change several times a second: only the phase is announced. */}
        <p role="status">
          <span key={phase}>{phaseWords(phase)}</span>
        </p>
        <progress
          aria-label={title}
          {...(counting &&
            expected !== null && { max: Math.max(1, expected), value: Math.min(kept, expected) })}
        />
        {counting && (
          <p class="quiet">
            <Changing words={[keptWords(kept, expected), ...paceWords(progress)].join(' ')} />
          </p>
        )}
      </div>
      <p class="quiet">{hint}</p>
      <CancelButton onCancel={onCancel} />
    </>
  );
}

function phaseWords(phase: BackupProgress['phase']): string {
  switch (phase) {
    case 'settings':
      return i18n.t('operation.backupSettings');
    case 'people':
      return i18n.t('operation.backupPeople');
    case 'verifying':
      return i18n.t('operation.backupVerifying');
  }
}

function keptWords(kept: number, expected: number | null): string {
  return expected === null
    ? i18n.t('operation.backupKept', kept, { kept: number(kept) })
    : i18n.t('operation.backupKeptOf', expected, { kept: number(kept), expected: number(expected) });
}

function paceWords(progress: BackupProgress | null): string[] {
  if (!progress || progress.perMinute === null || progress.secondsLeft === null) return [];
  // More digits than two would jump about.
  const rate = number(Number(progress.perMinute.toPrecision(2)));
  return [i18n.t('operation.backupPace', { rate, left: durationWords(progress.secondsLeft) })];
}
