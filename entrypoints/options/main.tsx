import '../../components/ui/style.css';
import './options.css';
import { render } from 'preact';
import { i18n } from '#i18n';
import { ConnectionPage } from '../../components/connection/ConnectionPage.tsx';
import { Settings } from '../../components/settings/Settings.tsx';

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
if (app) {
  render(
    <div class="stack">
      <ConnectionPage />
      <Settings />
    </div>,
    app,
  );
}
