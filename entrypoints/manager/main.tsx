import '../../components/ui/style.css';
import './manager.css';
import { render } from 'preact';
import { i18n } from '#i18n';
import { backupsInBackground } from '../../components/backup/kept.ts';
import { ManagerPage } from '../../components/manager/ManagerPage.tsx';

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
document.title = i18n.t('manager.title');
if (app) render(<ManagerPage store={backupsInBackground} />, app);
