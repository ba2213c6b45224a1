const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** 1970-01-01 was a Thursday. */
const DAY_ZERO = 4;

/** Weekdays, Sunday first: whether something may go out on them. */
type Week = readonly boolean[];
const EVERY_DAY: Week = NAMES.map(() => true);
const NO_DAY: Week = NAMES.map(() => false);

export interface SendDays {
  /** An email goes out on none but these. */
  possible: Week;
  /** An email that is due on one of these goes out. None when the days cannot be told. */
  sure: Week;
}

/**
 * On which weekdays an email goes out, by the `send_days` of its sequence and its own. Kit's texts say once that an
 * email's own days narrow those of the sequence, and once that they replace them: both are allowed for.
 */
export function sendDaysOf(ofSequence: string[] | null, ofEmail: string[] | null): SendDays {
  const general = read(ofSequence);
  // A full week of an email's own cannot be told from none of its own.
  const own = ofEmail === null ? EVERY_DAY : read(ofEmail);
  if (general === null || own === null) return { possible: EVERY_DAY, sure: NO_DAY };
  if (own.every(Boolean)) return { possible: general, sure: general };
  return { possible: own, sure: own.map((is, weekday) => is && general[weekday] === true) };
}

/** Whether the days of a sequence can be told. */
export function areReadable(sendDays: string[] | null): boolean {
  return read(sendDays) !== null;
}

/** The first day of that week from `day` on, in days since 1970-01-01; Infinity when the week has none. */
export function firstFrom(day: number, week: Week): number {
  for (let next = day; next < day + 7; next++) {
    if (week[(((next + DAY_ZERO) % 7) + 7) % 7]) return next;
  }
  return Infinity;
}

function read(names: string[] | null): Week | null {
  if (names === null || names.length === 0) return null;
  if (!names.every((name) => NAMES.includes(name))) return null;
  return NAMES.map((name) => names.includes(name));
}
