import '../../components/ui/style.css';
import '../../components/review/verdict.css';
import './popup.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { PopupPage } from '../../components/popup/PopupPage.tsx';
import { openPanel } from '../../utils/open-panel.ts';
import { recognise } from '../../utils/page/recognise.ts';

const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
const sequenceId = recognise(tab?.url ?? '')?.id ?? null;
const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
if (app) {
  const onPanel = () => void openPanel(tab).then(() => window.close());
  render(<PopupPage sequenceId={sequenceId} onPanel={onPanel} />, app);
}
