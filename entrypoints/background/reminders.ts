import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { managerPath } from '../../utils/manager.ts';
import type { Retirement } from '../../utils/retire/retirement.ts';
import { DAY } from '../../utils/review/zone.ts';

const PREFIX = 'retired/';

export async function setBadge(text: string): Promise<void> {
  await browser.action.setBadgeText({ text });
}

/** Rejects where the browser has no permission for notifications, or takes none. */
export async function notifyDue({ id, review, retiredAt, found }: Retirement): Promise<void> {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const days = Math.round((Date.now() - (retiredAt ?? Date.now())) / DAY);
  const added = found?.added ?? null;
  await browser.notifications.create(`${PREFIX}${id}`, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: i18n.t('retire.due', days, { name: review.sequence.name, count: String(days) }),
    message: [
      ...(added === null
        ? []
        : [
            added === 0
              ? i18n.t('retire.nobodyAdded')
              : i18n.t('retire.added', added, { count: String(added) }),
          ]),
      i18n.t('retire.deleteIt'),
    ].join(' '),
  });
}

/** Opens the list of what is retired when a person presses a notification. */
export function openFromNotifications(): void {
  // The permission may be given while the background runs; without it there is no such part of the browser.
  browser.notifications?.onClicked.addListener((name) => {
    if (name.startsWith(PREFIX))
      void browser.tabs.create({ url: browser.runtime.getURL(managerPath('retired')) });
  });
}
