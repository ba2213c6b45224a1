/** Where the browser keeps what a person chose. Content scripts can read it in Firefox, so nothing secret is in it. */
interface Area {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

/** How long the record of an operation may be kept, in days. */
export const KEEP_DAYS = [30, 90, 365] as const;
export type KeepDays = (typeof KEEP_DAYS)[number];

const USUAL: KeepDays = 90;

export async function readKeepDays(area: Area): Promise<KeepDays> {
  const { keepDays } = await area.get('keepDays');
  return KEEP_DAYS.find((days) => days === keepDays) ?? USUAL;
}

export function writeKeepDays(area: Area, keepDays: KeepDays): Promise<void> {
  return area.set({ keepDays });
}

/** How long a delete can be cancelled, in seconds. */
export const COUNTDOWNS = [5, 10, 20, 30] as const;
export type Countdown = (typeof COUNTDOWNS)[number];
export const USUAL_COUNTDOWN: Countdown = 5;

export async function readCountdown(area: Area): Promise<Countdown> {
  const { countdown } = await area.get('countdown');
  return COUNTDOWNS.find((seconds) => seconds === countdown) ?? USUAL_COUNTDOWN;
}

export function writeCountdown(area: Area, countdown: Countdown): Promise<void> {
  return area.set({ countdown });
}

/** Whether a person wants Kit's pages of automations and Rules to be read, which Kit promises to nobody. */
export async function readPagesWanted(area: Area): Promise<boolean> {
  return (await area.get('automations')).automations === true;
}

export function writePagesWanted(area: Area, wanted: boolean): Promise<void> {
  return area.set({ automations: wanted });
}

/** Whether a person wants every backup in Downloads. It counts only as long as the browser lets us download. */
export async function readSavesWanted(area: Area): Promise<boolean> {
  return (await area.get('saveBackups')).saveBackups === true;
}

export function writeSavesWanted(area: Area, wanted: boolean): Promise<void> {
  return area.set({ saveBackups: wanted });
}

/** The corner of Kit's page that the button is in. */
export const LAUNCHER_SIDES = ['right', 'left'] as const;
export type LauncherSide = (typeof LAUNCHER_SIDES)[number];

export async function readLauncherSide(area: Area): Promise<LauncherSide> {
  return (await area.get('launcherSide')).launcherSide === 'left' ? 'left' : 'right';
}

export function writeLauncherSide(area: Area, launcherSide: LauncherSide): Promise<void> {
  return area.set({ launcherSide });
}

/** Whether the button was pointed at once, at the first sequence that somebody looked at. */
export async function readPointed(area: Area): Promise<boolean> {
  return (await area.get('pointed')).pointed === true;
}

export function markPointed(area: Area): Promise<void> {
  return area.set({ pointed: true });
}
