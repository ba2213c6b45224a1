import '../../components/ui/style.css';
import '../../components/review/verdict.css';
import './panel.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { PanelPage } from '../../components/panel/PanelPage.tsx';
import { CLOSE_DRAWER, handedOver, parsePanelHash } from '../../utils/drawer.ts';

const framed = window.parent !== window;

/** It comes as soon as this document is loaded, perhaps before anything is drawn. The first that looks like one counts. */
const handed = new Promise<string>((resolve) => {
  addEventListener('message', ({ source, data }) => {
    const secret = source === window.parent ? handedOver(data) : null;
    if (secret !== null) resolve(secret);
  });
});

/** In the drawer the content script takes the frame away; in a tab of its own the tab goes. */
async function close() {
  if (framed) return window.parent.postMessage(CLOSE_DRAWER, '*');
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) close();
});

// In the drawer, as light or dark as Kit's page: the content script names the frame so. Whoever else does can do no more by it.
const [scheme] = /^(?:light|dark)$/.exec(framed ? window.name : '') ?? [];
if (scheme) document.documentElement.style.colorScheme = scheme;

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
document.title = i18n.t('launcher.label');
if (app)
  render(
    <PanelPage target={parsePanelHash(location.hash)} handed={framed ? handed : null} onClose={close} />,
    app,
  );
