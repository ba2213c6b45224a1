import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

/** Browsers ask only while a person's press is fresh. Without it the toolbar button still shows a number. */
const allow = () =>
  browser.permissions
    .request(WANTED)
    // Firefox refuses to ask without a fresh press, also for what it has long allowed.
    .catch(() => browser.permissions.contains(WANTED))
    .catch(() => false);

const WANTED: { permissions: ['notifications'] } = { permissions: ['notifications'] };

/** Firefox lets no frame in another page ask: there it is asked for in the list. */
const canAsk = () => (browser as Partial<typeof browser> | undefined)?.permissions !== undefined;

/** Whether the browser is to notify a person. It is asked for that as soon as they want it. */
export function NotifyChoice({ value, onChange }: { value: boolean; onChange(value: boolean): void }) {
  if (!canAsk()) return <p class="quiet">{i18n.t('retire.notifyLater')}</p>;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value}
        onChange={async ({ currentTarget }) => {
          const allowed = currentTarget.checked && (await allow());
          onChange(allowed);
          currentTarget.checked = allowed;
        }}
      />
      {i18n.t('retire.notify')}
    </label>
  );
}

/** The same for one of a list, of which that was not wanted before. */
export function NotifyButton({ describedBy, onAllowed }: { describedBy: string; onAllowed(): void }) {
  return (
    <button
      type="button"
      aria-describedby={describedBy}
      onClick={async () => {
        if (await allow()) onAllowed();
      }}
    >
      {i18n.t('retire.notify')}
    </button>
  );
}
