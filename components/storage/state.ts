import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import type { StorageReport, StorageState } from '../../utils/storage/state.ts';

/**
 * What the background says of its storage; null before it does, and where it does not.
 *
 * @param about asked again whenever this changes.
 */
export function useStorage(about: unknown = null): StorageReport | null {
  const [report, setReport] = useState<StorageReport | null>(null);
  useEffect(() => {
    let latest = true;
    ask('storage.state', {}).then(
      (told) => latest && setReport(told),
      () => undefined,
    );
    return () => {
      latest = false;
    };
  }, [about]);
  return report;
}

/** Whether nothing can be read or written. */
export const isClosed = (state: StorageState | undefined): boolean =>
  state === 'never' || state === 'unreadable' || state === 'newer';

/** What is wrong with the storage; null where nothing is. */
export function storageWords(state: StorageState | undefined): string | null {
  switch (state) {
    case 'until closed':
      return i18n.t('storage.untilClosed');
    case 'never':
      return i18n.t('storage.never');
    case 'unreadable':
      return i18n.t('storage.unreadable');
    case 'newer':
      return i18n.t('storage.newer');
    default:
      return null;
  }
}

/** Why there is no answer: an extension that cannot read what it stores gives none to most questions. */
export const noAnswerWords = (state: StorageState | undefined): string =>
  (isClosed(state) ? storageWords(state) : null) ?? i18n.t('problem.noAnswer');
