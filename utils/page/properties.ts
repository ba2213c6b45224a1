/** What `name` holds in something of any shape. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** What an attribute with JSON holds; null where it is absent or no JSON. */
export function jsonIn(page: ParentNode, element: string, attribute: string): unknown {
  try {
    return JSON.parse(page.querySelector(element)?.getAttribute(attribute) ?? 'null');
  } catch {
    return null;
  }
}
