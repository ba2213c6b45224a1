import { MOST_PER_PAGE } from '../../kit/calls/call.ts';

const MINUTE = 60_000;
/** Before so many ms have passed nobody can tell how fast it goes. */
const TOO_EARLY = 2_000;
/** A person cannot read faster than this, in ms. */
const EVERY = 300;

/** How far the capture of a backup has come, for a person to see. */
export interface BackupProgress {
  phase: 'settings' | 'people' | 'verifying';
  /** People kept so far; while verifying, those that were looked at again. */
  kept: number;
  /** People in the sequence, as Kit counts them; null while that is not known. */
  expected: number | null;
  /** When the backup was begun, in an earlier life of the background perhaps; in ms since 1970. */
  startedAt: number;
  /** People per minute, and the seconds that are left at that pace; null while nobody can tell. */
  perMinute: number | null;
  secondsLeft: number | null;
}

/** So many people were kept at a time, in ms since 1970. */
export interface Sample {
  at: number;
  kept: number;
}

/** The samples that tell the pace of the last minute: those in it, and the one before. */
export function lastMinute(samples: Sample[], now: number): Sample[] {
  const first = samples.findLastIndex(({ at }) => at <= now - MINUTE);
  return first > 0 ? samples.slice(first) : samples;
}

/**
 * The pace of the last minute, since the limit rolls over a minute: it lets many pages go at once, and then none for
 * a while. Never more than the limit lets through.
 *
 * @param samples oldest first, as `lastMinute` gives them.
 * @param requestsPerMinute what Kit allows; null where that is not known.
 */
export function paceOf(
  samples: Sample[],
  now: number,
  left: number | null,
  requestsPerMinute: number | null,
): Pick<BackupProgress, 'perMinute' | 'secondsLeft'> {
  const [first, last] = [samples[0], samples.at(-1)];
  const passed = first ? now - first.at : 0;
  if (!first || !last || passed < TOO_EARLY) return { perMinute: null, secondsLeft: null };
  // Multiplied first: whole numbers stay whole.
  const measured = ((last.kept - first.kept) * MINUTE) / passed;
  const perMinute = Math.min(measured, (requestsPerMinute ?? Number.POSITIVE_INFINITY) * MOST_PER_PAGE);
  if (!(perMinute > 0)) return { perMinute: null, secondsLeft: left === 0 ? 0 : null };
  return {
    perMinute: Math.round(perMinute),
    secondsLeft: left === null ? null : Math.ceil((left * 60) / perMinute),
  };
}

type Report = Pick<BackupProgress, 'phase' | 'kept' | 'expected' | 'startedAt'>;

/** Tells each new phase at once, and what happens in it a few times per second. */
export function createTeller(
  tell: (progress: BackupProgress) => void,
  now: () => number,
  requestsPerMinute: number | null,
): (report: Report) => void {
  let phase: BackupProgress['phase'] | null = null;
  let samples: Sample[] = [];
  let toldAt = 0;
  return (report) => {
    const at = now();
    if (report.phase !== phase) samples = [];
    samples = lastMinute([...samples, { at, kept: report.kept }], at);
    if (report.phase === phase && at - toldAt < EVERY) return;
    phase = report.phase;
    toldAt = at;
    const left = report.expected === null ? null : Math.max(0, report.expected - report.kept);
    const limit = phase === 'people' ? requestsPerMinute : null;
    tell({ ...report, ...paceOf(samples, at, left, limit) });
  };
}
