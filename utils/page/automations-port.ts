/**
 * Over a port of this name, and only if a person switched it on, the background has the content script read Kit's page
 * of automations, or that of one automation. A port and no message: it ends when the panel closes, and the reading with it.
 */
export const automationsPort = (id: number | null) => (id === null ? 'automations' : `automations/${id}`);

/** The path of the page that a port of this name is about; null for every other name. */
export function automationsPath(name: string): string | null {
  return /^automations(?:\/[1-9]\d{0,14})?$/.test(name) ? `/${name}` : null;
}
