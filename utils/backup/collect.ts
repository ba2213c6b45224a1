/** Large enough to be worth a place on the disk, small enough to be nothing in memory. In bytes. */
const PIECE = 2 ** 20;

/** Gathers bytes into a file that the browser can lay on the disk. */
export interface Collector {
  add(bytes: Uint8Array<ArrayBuffer>): void;
  file(type: string): Blob;
}

/** Each piece becomes a Blob of its own: what is in a Blob does not stay in the page's memory. */
export function createCollector(): Collector {
  const blobs: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const pack = () => {
    if (waiting.length > 0) blobs.push(new Blob(waiting));
    waiting = [];
    size = 0;
  };
  return {
    add(bytes) {
      waiting.push(bytes);
      size += bytes.length;
      if (size >= PIECE) pack();
    },
    file(type) {
      pack();
      return new Blob(blobs, { type });
    },
  };
}
