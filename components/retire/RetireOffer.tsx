import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { REMIND_DAYS, type RemindDays, USUAL_REMIND_DAYS } from '../../utils/retire/retirement.ts';
import { SteadyButton } from '../ui/SteadyButton.tsx';
import { NotifyChoice } from './NotifyChoice.tsx';

/** After a pause: to be reminded of the sequence, so that it can be deleted after a rest. */
export function RetireOffer({ onRetire }: { onRetire(days: RemindDays, notify: boolean): void }) {
  const [days, setDays] = useState<RemindDays>(USUAL_REMIND_DAYS);
  const [notify, setNotify] = useState(false);
  return (
    <section class="card stack tight">
      <h2>{i18n.t('retire.offer')}</h2>
      <p>{i18n.t('retire.offerHint')}</p>
      <label>
        {i18n.t('retire.remindIn')}
        <select
          value={days}
          onChange={({ currentTarget }) =>
            setDays(REMIND_DAYS.find((one) => String(one) === currentTarget.value) ?? USUAL_REMIND_DAYS)
          }
        >
          {REMIND_DAYS.map((one) => (
            <option key={one} value={one}>
              {i18n.t('retire.days', one, { count: String(one) })}
            </option>
          ))}
        </select>
      </label>
      <NotifyChoice value={notify} onChange={setNotify} />
      <div class="actions">
        <SteadyButton onClick={() => onRetire(days, notify)}>{i18n.t('retire.retire')}</SteadyButton>
      </div>
    </section>
  );
}
