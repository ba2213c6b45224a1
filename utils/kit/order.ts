interface Positioned {
  id: number;
  position?: number | null | undefined;
}

/** By position, and by id where there is none or the same. Those without come last, as new emails do. */
export function inOrder<E extends Positioned>(emails: E[]): E[] {
  const place = ({ position }: E) => position ?? Number.MAX_VALUE;
  return emails.toSorted((one, other) => place(one) - place(other) || one.id - other.id);
}
