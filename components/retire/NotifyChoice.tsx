import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

/** Whether the browser is to notify a person. It is asked for that as soon as they want it. */
export function NotifyChoice({ value, onChange }: { value: boolean; onChange(value: boolean): void }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value}
        onChange={async ({ currentTarget }) => {
          // Browsers ask only while a person's press is fresh. Without it the toolbar button still shows a number.
          const allowed =
            currentTarget.checked &&
            (await browser.permissions.request({ permissions: ['notifications'] }).catch(() => false));
          onChange(allowed);
          currentTarget.checked = allowed;
        }}
      />
      {i18n.t('retire.notify')}
    </label>
  );
}
