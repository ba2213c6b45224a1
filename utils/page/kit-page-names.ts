/**
 * The pages of Kit that are read for whoever switched it on: the list of automations, one automation, the Rules. The background
 * opens a port of that name to the content script. A port and no message: it ends when the panel closes, and the reading with it.
 */
export type KitPageName = 'automations' | `automations/${number}` | 'rules';

/** The path of the page that a port of this name is about; null for every other name. */
export function kitPagePath(name: string): string | null {
  return /^(?:rules|automations(?:\/[1-9]\d{0,14})?)$/.test(name) ? `/${name}` : null;
}
