import '../../components/ui/style.css';
import './panel.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { NoTarget, Panel } from '../../components/panel/Panel.tsx';
import { CLOSE_DRAWER, parsePanelHash } from '../../utils/drawer.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';

/** In the drawer the content script takes the frame away; in a tab of its own the tab goes. */
async function close() {
  if (window.parent !== window) return window.parent.postMessage(CLOSE_DRAWER, '*');
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) close();
});

function App() {
  const target = parsePanelHash(location.hash);
  return (
    <>
      <div class="bar">
        <span>{i18n.t('launcher.label')}</span>
        <button type="button" onClick={close}>
          {i18n.t('button.close')}
        </button>
      </div>
      {target ? <Panel target={target} /> : <NoTarget link={KIT_LINKS.sequences} />}
    </>
  );
}

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
document.title = i18n.t('launcher.label');
if (app) render(<App />, app);
