/**
 * The id of the account that Kit's page shows, or null when the page does not tell.
 * Kit keeps it in the props of its navigation: `[data-component="Navigation"]` on Rails pages,
 * `[data-page]` on Inertia pages. Both are private to Kit, so anything unexpected is "unknown".
 */
export function readPageAccount(page: ParentNode): number | null {
  const rails = json(page.querySelector('[data-component="Navigation"]')?.getAttribute('data-props'));
  const inertia = json(page.querySelector('[data-page]')?.getAttribute('data-page'));
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

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function json(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
