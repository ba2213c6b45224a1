import '../../components/ui/style.css';
import './manager.css';
import { render } from 'preact';
import { i18n } from '#i18n';
import { ManagerPage } from '../../components/manager/ManagerPage.tsx';
import { openBackupStore } from '../../utils/backup/store.ts';

const app = document.querySelector('#app');
document.documentElement.lang = i18n.t('language');
document.title = i18n.t('manager.title');
if (app) render(<ManagerPage store={openBackupStore()} />, app);
