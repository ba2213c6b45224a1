import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ALL_PATTERNS } from '../../utils/hosts.ts';
import { Alert } from '../ui/Alert.tsx';

const access = { origins: ALL_PATTERNS };

/** Says so when the browser's user took the access to Kit's hosts back, and asks for it again. */
export function Access() {
  const [given, setGiven] = useState(true);
  const [denied, setDenied] = useState(false);
  useEffect(() => {
    const look = async () => setGiven(await browser.permissions.contains(access));
    look();
    browser.permissions.onAdded.addListener(look);
    browser.permissions.onRemoved.addListener(look);
    return () => {
      browser.permissions.onAdded.removeListener(look);
      browser.permissions.onRemoved.removeListener(look);
    };
  }, []);
  if (given) return null;
  return (
    <Alert
      action={
        <button
          type="button"
          class="primary"
          onClick={async () => setDenied(!(await browser.permissions.request(access)))}
        >
          {i18n.t('button.allow')}
        </button>
      }
    >
      {i18n.t('access.missing')} {denied && i18n.t('access.denied')}
    </Alert>
  );
}
