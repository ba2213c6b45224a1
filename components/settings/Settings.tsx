import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import {
  KEEP_DAYS,
  LAUNCHER_SIDES,
  type LauncherSide,
  readKeepDays,
  readLauncherSide,
  readPagesWanted,
  writeKeepDays,
  writeLauncherSide,
  writePagesWanted,
} from '../../utils/settings.ts';
import { useStored } from '../ui/stored.ts';
import { CountdownSetting } from './CountdownSetting.tsx';
import { SavesSetting } from './SavesSetting.tsx';

export function Settings() {
  return (
    <section class="card" aria-labelledby="settings">
      <h2 id="settings">{i18n.t('settings.title')}</h2>
      <div class="stack">
        <KeepSetting />
        <SavesSetting />
        <CountdownSetting />
        <SideSetting />
        <PagesSetting />
      </div>
    </section>
  );
}

function KeepSetting() {
  const days = useStored(readKeepDays);
  if (days === null) return null;
  const choose = async (value: string) => {
    const chosen = KEEP_DAYS.find((one) => String(one) === value);
    if (chosen) await writeKeepDays(browser.storage.local, chosen);
  };
  return (
    <div class="stack tight">
      <label>
        {i18n.t('settings.keep')}
        <select
          value={String(days)}
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

const sideWords = (side: LauncherSide) =>
  side === 'left' ? i18n.t('settings.left') : i18n.t('settings.right');

function SideSetting() {
  const side = useStored(readLauncherSide);
  if (side === null) return null;
  const choose = async (value: string) => {
    const chosen = LAUNCHER_SIDES.find((one) => one === value);
    if (chosen) await writeLauncherSide(browser.storage.local, chosen);
  };
  return (
    <label>
      {i18n.t('settings.side')}
      <select value={side} onChange={(event) => choose(event.currentTarget.value)}>
        {LAUNCHER_SIDES.map((one) => (
          <option key={one} value={one}>
            {sideWords(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function PagesSetting() {
  const wanted = useStored(readPagesWanted);
  if (wanted === null) return null;
  return (
    <div class="stack tight">
      <label class="check">
        <input
          type="checkbox"
          checked={wanted}
          onChange={(event) => writePagesWanted(browser.storage.local, event.currentTarget.checked)}
          aria-describedby="pages-hint"
        />
        {i18n.t('settings.pages')}
      </label>
      <p class="quiet" id="pages-hint">
        {i18n.t('settings.pagesHint')}
      </p>
    </div>
  );
}
