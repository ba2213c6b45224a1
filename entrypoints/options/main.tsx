import '../../components/ui/style.css';
import './options.css';
import { render } from 'preact';
import { i18n } from '#i18n';
import { ConnectionPage } from '../../components/connection/ConnectionPage.tsx';
import { Settings } from '../../components/settings/Settings.tsx';
import { managerPath } from '../../utils/manager.ts';

const MANAGER = managerPath({ backupId: null, download: false });
const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
if (app) {
  render(
    <div class="stack">
      <ConnectionPage />
      <Settings />
      <p>
        <a href={MANAGER} target="_blank" rel="noreferrer">
          {i18n.t('manager.link')}
        </a>
      </p>
    </div>,
    app,
  );
}
