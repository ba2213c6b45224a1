import { i18n } from '#i18n';

const TABS = [
  { tab: 'retired', href: '#/retired', words: () => i18n.t('manager.tab.retired') },
  { tab: 'backups', href: '#/backups', words: () => i18n.t('manager.tab.backups') },
  { tab: 'history', href: '#/history', words: () => i18n.t('manager.tab.history') },
] as const;

/** The manager's pages, as links. */
export function Tabs({ current }: { current: (typeof TABS)[number]['tab'] }) {
  return (
    <nav class="tabs" aria-label={i18n.t('manager.tab.all')}>
      {TABS.map(({ tab, href, words }) => (
        <a key={tab} href={href} aria-current={tab === current ? 'page' : undefined}>
          {words()}
        </a>
      ))}
    </nav>
  );
}
