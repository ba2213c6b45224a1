import { i18n } from '#i18n';
import type { BackupProblem } from '../../utils/backup/capture/capture.ts';
import type { Change } from '../../utils/review/compare.ts';
import { ageWords } from '../backup/about.ts';
import { backupProblemWords } from '../backup/problem-words.ts';
import { changeWords } from '../review/words.ts';
import { Alert } from '../ui/Alert.tsx';

interface Props {
  /** Since the review that was shown before this one. */
  changes?: Change[];
  /** Why the delete before had no backup. */
  unbacked?: BackupProblem | null;
  /** When the numbers were read, in ms since 1970, where that is long ago; null where it is not. */
  oldFrom: number | null;
  onCheck(): void;
}

/** What a person has to know of a review that they are shown, besides what is in it. */
export function News({ changes = [], unbacked = null, oldFrom, onCheck }: Props) {
  return (
    <>
      {unbacked && <Alert>{[i18n.t('refused.noBackup'), backupProblemWords(unbacked)].join(' ')}</Alert>}
      {changes.length > 0 && <Alert>{changes.map(changeWords).join(' ')}</Alert>}
      {oldFrom !== null && (
        <div class="stack tight">
          <p class="quiet">{i18n.t('review.checked', { when: ageWords(oldFrom, Date.now()) })}</p>
          <div class="actions">
            <button type="button" onClick={onCheck}>
              {i18n.t('button.checkAgain')}
            </button>
          </div>
        </div>
      )}
    </>
  );
}
