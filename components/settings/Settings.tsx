import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { KEEP_DAYS, type KeepDays, readKeepDays, writeKeepDays } from '../../utils/settings.ts';

export function Settings() {
  const [days, setDays] = useState<KeepDays | null>(null);
  useEffect(() => {
    readKeepDays(browser.storage.local).then(setDays);
  }, []);
  if (days === null) return null;
  const choose = async (value: string) => {
    const chosen = KEEP_DAYS.find((one) => String(one) === value);
    if (!chosen) return;
    await writeKeepDays(browser.storage.local, chosen);
    setDays(chosen);
  };
  return (
    <section class="card" aria-labelledby="settings">
      <h2 id="settings">{i18n.t('settings.title')}</h2>
      <label>
        {i18n.t('settings.keep')}
        <select value={days} onChange={(event) => choose(event.currentTarget.value)}>
          {KEEP_DAYS.map((one) => (
            <option key={one} value={one}>
              {i18n.t('settings.days', { days: one })}
            </option>
          ))}
        </select>
      </label>
      <p class="quiet">{i18n.t('settings.keepHint')}</p>
    </section>
  );
}
