import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { readSavesWanted, writeSavesWanted } from '../../utils/settings.ts';
import { useStored } from '../ui/stored.ts';

/** Chromium's background needs a page in which to make a file. Firefox knows no such permission. */
const WANTED: { permissions: ('downloads' | 'offscreen')[] } = {
  permissions: import.meta.env.FIREFOX ? ['downloads'] : ['downloads', 'offscreen'],
};

/** Whether every backup is saved to Downloads too. It is on only while the browser lets us. */
export function SavesSetting() {
  const wanted = useStored(readSavesWanted);
  const allowed = useAllowed();
  const [problem, setProblem] = useState<'refused' | 'not kept' | null>(null);
  if (wanted === null || allowed === null) return null;
  const choose = async (on: boolean) => {
    setProblem(null);
    // Browsers ask only while a person's press is fresh.
    if (on && !allowed && !(await browser.permissions.request(WANTED).catch(() => false))) {
      return setProblem('refused');
    }
    await writeSavesWanted(browser.storage.local, on).catch(() => setProblem('not kept'));
  };
  const words = {
    refused: () => i18n.t('settings.savesRefused'),
    'not kept': () => i18n.t('settings.savesNotKept'),
  };
  const takenBack = wanted && !allowed;
  return (
    <div class="stack tight">
      <label class="check">
        <input
          type="checkbox"
          checked={wanted && allowed}
          onChange={({ currentTarget }) => {
            const on = currentTarget.checked;
            // It shows what is so, and nothing is yet.
            currentTarget.checked = wanted && allowed;
            void choose(on);
          }}
          aria-describedby="saves-hint"
        />
        {i18n.t('settings.saves')}
      </label>
      <p class="quiet" id="saves-hint">
        {i18n.t('settings.savesHint')}
      </p>
      <div role="status">
        {problem ? <p>{words[problem]()}</p> : takenBack && <p>{i18n.t('settings.savesTakenBack')}</p>}
      </div>
    </div>
  );
}

/** Whether the browser lets us, now and whenever that changes; null until it said so. */
function useAllowed(): boolean | null {
  const [allowed, setAllowed] = useState<boolean | null>(null);
  useEffect(() => {
    const look = () => void browser.permissions.contains(WANTED).then(setAllowed, () => setAllowed(false));
    look();
    browser.permissions.onAdded.addListener(look);
    browser.permissions.onRemoved.addListener(look);
    return () => {
      browser.permissions.onAdded.removeListener(look);
      browser.permissions.onRemoved.removeListener(look);
    };
  }, []);
  return allowed;
}
