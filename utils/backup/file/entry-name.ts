/** Stands for a letter of a code page that a zip does not name. */
const UNREAD = '\ufffd';

/**
 * The name of an entry, as a path with slashes. Our own names are ASCII, so it does not matter which code page a program
 * wrote the others in: what is not UTF-8 is replaced by U+FFFD. Some Windows programs put backslashes between folders, and
 * some others begin each name with `./`.
 */
export function nameOf(bytes: Uint8Array): string {
  return (
    new TextDecoder('utf-8', { ignoreBOM: true })
      .decode(bytes)
      // In Japanese and Chinese code pages, a backslash may be the second half of a letter.
      .replaceAll(`${UNREAD}\\`, UNREAD + UNREAD)
      .replaceAll('\\', '/')
      .replace(/^(?:\.\/)+(?=.)/, '')
  );
}

/** Stays below the folder that a program might unpack it into, whatever system it runs on. */
export function isSafe(name: string): boolean {
  if (name === './') return true;
  const steps = name.replace(/\/$/, '').split('/');
  return (
    !/\p{Cc}/u.test(name) &&
    !/^[a-z]:/i.test(name) &&
    steps.every((step) => step !== '' && step !== '.' && step !== '..')
  );
}

/** What names have in common that some system takes for the same: case, and how an accent is written, do not matter. */
export function identityOf({ name, nameBytes }: { name: string; nameBytes: Uint8Array }): string {
  if (name.includes(UNREAD)) return nameBytes.join();
  return name.replace(/\/$/, '').normalize('NFKC').toUpperCase().toLowerCase();
}

/** Systems and programs leave these in folders, and people do not see them. */
const CLUTTER = /^(?:\..*|~\$.*|__MACOSX|@eaDir|thumbs\.db|ehthumbs\.db|desktop\.ini)$/i;

/** Whether it is one of these, or lies in one. */
export const isClutter = (name: string) => name.split('/').some((step) => CLUTTER.test(step));
