/** Long enough for a browser that asks where to put the file. In ms. */
const LATER = 10 * 60_000;

/** The address of a file, for as long as a browser may need to take it. */
export function addressOf(file: Blob): string {
  const address = URL.createObjectURL(file);
  setTimeout(() => URL.revokeObjectURL(address), LATER);
  return address;
}

/** Gives a file to the browser as a download. */
export const saveFile = (file: Blob, name: string): void => saveFrom(addressOf(file), name);

export function saveFrom(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
