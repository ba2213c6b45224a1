import { i18n } from '#i18n';
import type { Taking } from '../../utils/backup/take.ts';
import { Heading } from '../ui/Heading.tsx';
import { number } from '../ui/words.ts';

/** A backup that a delete waits for. */
export function BackingUp({ taking, onCancel }: { taking: Taking | null; onCancel(): void }) {
  const {
    phase = 'settings',
    kept = 0,
    expected = null,
    perMinute = null,
    secondsLeft = null,
  } = taking ?? {};
  const counting = phase === 'people';
  return (
    <>
      <Heading>{i18n.t('operation.backingUp')}</Heading>
      <p id="backing-up">{phaseWords(phase, kept, expected)}</p>
      <progress
        aria-labelledby="backing-up"
        {...(counting &&
          expected !== null && { max: Math.max(1, expected), value: Math.min(kept, expected) })}
      />
      {counting && perMinute !== null && secondsLeft !== null && (
        <p class="quiet">
          {i18n.t('operation.backupPace', { rate: number(perMinute), seconds: number(secondsLeft) })}
        </p>
      )}
      <p class="quiet">{i18n.t('operation.backupStop')}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={onCancel}>
          {i18n.t('button.cancel')}
        </button>
      </div>
    </>
  );
}

function phaseWords(phase: Taking['phase'], kept: number, expected: number | null): string {
  switch (phase) {
    case 'settings':
      return i18n.t('operation.backupSettings');
    case 'people':
      return expected === null
        ? i18n.t('operation.backupPeopleSoFar', { kept: number(kept) })
        : i18n.t('operation.backupPeople', { kept: number(kept), expected: number(expected) });
    case 'verifying':
      return i18n.t('operation.backupVerifying');
  }
}
