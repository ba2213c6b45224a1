import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { managerPath } from '../../utils/manager.ts';
import type { Retirement } from '../../utils/retire/retirement.ts';
import { DAY } from '../../utils/review/zone.ts';
import type { Watch, WatchNews } from '../../utils/watch/watch.ts';

/** Of the names of our notifications: they tell of what the list of what is retired and watched shows. */
const PREFIX = 'due/';

export async function setBadge(text: string): Promise<void> {
  await browser.action.setBadgeText({ text });
}

/** Rejects where the browser takes no notification. Without the permission for them nothing is shown. */
async function notify(name: string, title: string, message: string): Promise<void> {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const iconUrl = browser.runtime.getURL('/icon/128.png');
  await browser.notifications.create(`${PREFIX}${name}`, { type: 'basic', iconUrl, title, message });
}

export function notifyDue({ id, review, retiredAt, found }: Retirement): Promise<void> {
  const days = Math.round((Date.now() - (retiredAt ?? Date.now())) / DAY);
  const added = found?.added ?? null;
  return notify(
    id,
    i18n.t('retire.due', days, { name: review.sequence.name, count: String(days) }),
    [...(added === null ? [] : [addedWords(added)]), i18n.t('retire.deleteIt')].join(' '),
  );
}

export function notifyOfWatch({ id, review, found }: Watch, news: WatchNews): Promise<void> {
  const { name } = review.sequence;
  const added = found?.added ?? 0;
  return news === 'clear'
    ? notify(id, i18n.t('watch.clearOf', { name }), i18n.t('retire.deleteIt'))
    : notify(
        id,
        i18n.t('watch.comingInto', { name }),
        i18n.t('watch.cameIn', added, { count: String(added) }),
      );
}

const addedWords = (added: number) =>
  added === 0 ? i18n.t('retire.nobodyAdded') : i18n.t('retire.added', added, { count: String(added) });

/** Opens the list of what is retired when a person presses a notification. */
export function openFromNotifications(): void {
  // The permission may be given while the background runs; without it there is no such part of the browser.
  browser.notifications?.onClicked.addListener((name) => {
    if (name.startsWith(PREFIX))
      void browser.tabs.create({ url: browser.runtime.getURL(managerPath('retired')) });
  });
}
