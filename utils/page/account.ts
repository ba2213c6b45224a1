import { jsonIn, property } from './properties.ts';

/**
 * The id of the account that Kit's page shows, or null when the page does not tell.
 * Kit keeps it in the props of its navigation: `[data-component="Navigation"]` on Rails pages,
 * `[data-page]` on Inertia pages. Both are private to Kit, so anything unexpected is "unknown".
 */
export function readPageAccount(page: ParentNode): number | null {
  const rails = jsonIn(page, '[data-component="Navigation"]', 'data-props');
  const inertia = jsonIn(page, '[data-page]', 'data-page');
  return (
    accountId(rails, 'userInfo') ??
    accountId(inertia, 'props', 'layoutConfig', 'components', 'navbar', 'data', 'userInfo')
  );
}

/** What the panel's address holds: 15 digits. */
const MAX_ID = 1e15;

function accountId(value: unknown, ...path: string[]): number | null {
  const userInfo = path.reduce(property, value);
  const id = property(userInfo, 'id');
  return typeof id === 'number' && Number.isInteger(id) && id > 0 && id < MAX_ID ? id : null;
}
