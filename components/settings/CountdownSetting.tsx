import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { COUNTDOWNS, readCountdown, writeCountdown } from '../../utils/settings.ts';
import { useStored } from '../ui/stored.ts';

/** How long a delete can be cancelled. */
export function CountdownSetting() {
  const seconds = useStored(readCountdown);
  if (seconds === null) return null;
  const choose = async (value: string) => {
    const chosen = COUNTDOWNS.find((one) => String(one) === value);
    if (chosen) await writeCountdown(browser.storage.local, chosen);
  };
  return (
    <div class="stack tight">
      <label>
        {i18n.t('settings.countdown')}
        <select
          value={String(seconds)}
          onChange={(event) => choose(event.currentTarget.value)}
          aria-describedby="countdown-hint"
        >
          {COUNTDOWNS.map((one) => (
            <option key={one} value={one}>
              {i18n.t('settings.seconds', { seconds: one })}
            </option>
          ))}
        </select>
      </label>
      <p class="quiet" id="countdown-hint">
        {i18n.t('settings.countdownHint')}
      </p>
    </div>
  );
}
