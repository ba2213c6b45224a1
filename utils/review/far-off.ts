import { hasKnownDelay, type ScheduledEmail } from './schedule.ts';
import { DAY, HOUR } from './zone.ts';

/** A last email with such a delay is there to keep people in, not to be read. In ms. */
const FAR_OFF = 180 * DAY;
/** Whom it goes out to within this time waits for it all the same. In ms. */
export const SOON = 30 * DAY;

/** Whether the last of these published emails, in sending order, is put off for so long that nobody really waits for it. */
export function isLastFarOff(published: ScheduledEmail[]): boolean {
  const last = published.at(-1);
  if (published.length < 2 || !last || !hasKnownDelay(last)) return false;
  return last.delay_value * (last.delay_unit === 'days' ? DAY : HOUR) >= FAR_OFF;
}
