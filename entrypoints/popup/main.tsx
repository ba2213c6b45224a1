import '../../components/ui/style.css';
import './popup.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { OPEN_DRAWER, panelPath } from '../../utils/drawer.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { type ManagerTarget, managerPath } from '../../utils/manager.ts';
import { recognise } from '../../utils/page/recognise.ts';

/** Opens the drawer in the tab; where no content script answers, as in a tab older than the extension, a tab. */
async function openPanel(): Promise<boolean> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return false;
  const opened: unknown = await browser.tabs.sendMessage(tab.id, OPEN_DRAWER).catch(() => false);
  if (opened === true) return true;
  const page = recognise(tab.url ?? '');
  if (!page) return false;
  await browser.tabs.create({
    url: browser.runtime.getURL(panelPath({ sequenceId: page.id })),
  });
  return true;
}

const MANAGER: { target: ManagerTarget; words(): string }[] = [
  { target: 'retired', words: () => i18n.t('manager.tab.retired') },
  { target: { backupId: null, download: false }, words: () => i18n.t('manager.tab.backups') },
  { target: 'history', words: () => i18n.t('manager.tab.history') },
];

function Hint() {
  return (
    <div class="stack">
      <h1>{i18n.t('extension.name')}</h1>
      <p>{i18n.t('popup.hint')}</p>
      <a href={KIT_LINKS.sequences} target="_blank" rel="noreferrer">
        {i18n.t('panel.openKit')}
      </a>
      {MANAGER.map(({ target, words }) => (
        <a key={words()} href={managerPath(target)} target="_blank" rel="noreferrer">
          {words()}
        </a>
      ))}
      <button type="button" onClick={() => browser.runtime.openOptionsPage()}>
        {i18n.t('button.openOptions')}
      </button>
    </div>
  );
}

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
if (await openPanel()) window.close();
else if (app) render(<Hint />, app);
