/** Where Kit lives. Older links lead to app.convertkit.com; it serves the same app. */
export const APP_ORIGINS = ['https://app.kit.com', 'https://app.convertkit.com'] as const;
export const API_ORIGIN = 'https://api.kit.com';

/** As match patterns: Kit's pages, and everything that the extension reaches. */
export const APP_PATTERNS = APP_ORIGINS.map((origin) => `${origin}/*`);
export const ALL_PATTERNS = [`${API_ORIGIN}/*`, ...APP_PATTERNS];

export const KIT_LINKS = {
  sequences: `${APP_ORIGINS[0]}/sequences`,
  automations: `${APP_ORIGINS[0]}/automations`,
  automation: (id: number) => `${APP_ORIGINS[0]}/automations/${id}`,
  rules: `${APP_ORIGINS[0]}/rules`,
  subscriber: (id: number) => `${APP_ORIGINS[0]}/subscribers/${id}`,
  apiKey: `${APP_ORIGINS[0]}/account_settings/developer_settings`,
} as const;

/** Whether an address is one of Kit's web app. */
export function isAppAddress(address: string | undefined): boolean {
  const origin = address && URL.parse(address)?.origin;
  return APP_ORIGINS.some((one) => one === origin);
}
