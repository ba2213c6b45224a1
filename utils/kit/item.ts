import * as v from 'valibot';

/** What Kit sent, by the copy that is read in its place. */
const originals = new WeakMap<object, object>();

type Entries = v.ObjectEntries;
type Item<E extends Entries> = v.InferOutput<v.LooseObjectSchema<E, undefined>>;

/**
 * Makes a reader of one thing of Kit's. It gives the object that Kit sent, not a validator's copy, which lacks fields that
 * are called `constructor` or `prototype`. Where a field that may be missing is of a type that cannot be used, it gives a
 * copy that has null there, or what `instead` has; `asSent` still knows the object itself. Null where what is needed is
 * missing or wrong.
 */
export function usable<E extends Entries>(
  schema: v.LooseObjectSchema<E, undefined>,
  instead: Partial<Item<E>> = {},
): (sent: unknown) => Item<E> | null {
  return (sent) => {
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return null;
    if (v.is(schema, sent)) return sent;
    const copy: Record<string, unknown> = { ...sent };
    for (const [field, type] of Object.entries(schema.entries)) {
      if (!v.is(type, copy[field])) copy[field] = Reflect.get(instead, field) ?? null;
    }
    if (!v.is(schema, copy)) return null;
    originals.set(copy, sent);
    return copy;
  };
}

/** The object as Kit sent it: what a backup keeps. */
export const asSent = (item: object): object => originals.get(item) ?? item;
