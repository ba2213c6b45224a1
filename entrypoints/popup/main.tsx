import '../../components/ui/style.css';
import '../../components/review/verdict.css';
import './popup.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { PopupPage } from '../../components/popup/PopupPage.tsx';
import { OPEN_DRAWER, panelPath } from '../../utils/drawer.ts';
import { recognise } from '../../utils/page/recognise.ts';

const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
const sequenceId = recognise(tab?.url ?? '')?.id ?? null;

/** Opens the drawer in the tab; where no content script answers, as in a tab older than the extension, a tab. */
async function openPanel(): Promise<void> {
  if (tab?.id === undefined || sequenceId === null) return;
  const opened: unknown = await browser.tabs.sendMessage(tab.id, OPEN_DRAWER).catch(() => false);
  if (opened !== true) await browser.tabs.create({ url: browser.runtime.getURL(panelPath({ sequenceId })) });
  window.close();
}

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
if (app) render(<PopupPage sequenceId={sequenceId} onPanel={() => void openPanel()} />, app);
