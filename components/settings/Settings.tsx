import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import {
  KEEP_DAYS,
  type KeepDays,
  readAutomationsWanted,
  readKeepDays,
  writeAutomationsWanted,
  writeKeepDays,
} from '../../utils/settings.ts';

export function Settings() {
  return (
    <section class="card" aria-labelledby="settings">
      <h2 id="settings">{i18n.t('settings.title')}</h2>
      <div class="stack">
        <KeepSetting />
        <AutomationsSetting />
      </div>
    </section>
  );
}

function KeepSetting() {
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
    <div class="stack tight">
      <label>
        {i18n.t('settings.keep')}
        <select
          value={days}
          onChange={(event) => choose(event.currentTarget.value)}
          aria-describedby="keep-hint"
        >
          {KEEP_DAYS.map((one) => (
            <option key={one} value={one}>
              {i18n.t('settings.days', { days: one })}
            </option>
          ))}
        </select>
      </label>
      <p class="quiet" id="keep-hint">
        {i18n.t('settings.keepHint')}
      </p>
    </div>
  );
}

function AutomationsSetting() {
  const [wanted, setWanted] = useState<boolean | null>(null);
  useEffect(() => {
    readAutomationsWanted(browser.storage.local).then(setWanted);
  }, []);
  if (wanted === null) return null;
  const choose = async (chosen: boolean) => {
    await writeAutomationsWanted(browser.storage.local, chosen);
    setWanted(chosen);
  };
  return (
    <div class="stack tight">
      <label class="check">
        <input
          type="checkbox"
          checked={wanted}
          onChange={(event) => choose(event.currentTarget.checked)}
          aria-describedby="automations-hint"
        />
        {i18n.t('settings.automations')}
      </label>
      <p class="quiet" id="automations-hint">
        {i18n.t('settings.automationsHint')}
      </p>
    </div>
  );
}
