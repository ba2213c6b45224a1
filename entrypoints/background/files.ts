import { type Browser, browser } from 'wxt/browser';
import { createCollector } from '../../utils/backup/collect.ts';
import { bytesToText, type SaveAnswer, type SaveAsk } from '../../utils/backup/save-port.ts';

type Port = Browser.runtime.Port;

/** Keeps files where the browser can be pointed to them: only what has a document can give a file an address. */
export interface Files {
  /** Takes the bytes of a file, one piece after the other, and gives its address at the end. Methods may reject. */
  begin(file: string): {
    add(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
    address(): Promise<string>;
  };
  /** Lets go of it. */
  drop(file: string): void;
  /** The page that keeps files has opened. */
  onSaver(port: Port): void;
}

export const openFiles = (): Files => (import.meta.env.FIREFOX ? filesHere() : filesInPage());

/** Firefox's background is a document. */
function filesHere(): Files {
  const addresses = new Map<string, string>();
  return {
    begin(file) {
      const collector = createCollector();
      return {
        async add(bytes) {
          collector.add(bytes);
          // Firefox stops a background that calls nothing of the browser for half a minute.
          await browser.runtime.getPlatformInfo();
        },
        async address() {
          const address = URL.createObjectURL(collector.file('application/zip'));
          addresses.set(file, address);
          return address;
        },
      };
    },
    drop(file) {
      const address = addresses.get(file);
      if (address !== undefined) URL.revokeObjectURL(address);
      addresses.delete(file);
    },
    onSaver: (port) => port.disconnect(),
  };
}

/** A message has an upper size. In bytes. */
const PIECE = 2 ** 20;

/** In a page of ours that nobody sees, for as long as there are files. Chromium allows one such page. */
function filesInPage(): Files {
  /** The page that has the beginning of each; null where nothing of it was sent yet. */
  const held = new Map<string, Port | null>();
  const waiting = new Map<string, PromiseWithResolvers<SaveAnswer>>();
  let opened = Promise.withResolvers<Port>();
  let opening: Promise<Port> | null = null;
  let current: Port | null = null;

  const close = () => browser.offscreen.closeDocument().catch(() => undefined);

  /** One that an earlier life of the background left behind knows nothing of this one. */
  async function open(): Promise<Port> {
    await close();
    opened = Promise.withResolvers();
    await browser.offscreen.createDocument({
      url: '/save.html',
      reasons: ['BLOBS'],
      justification: 'Keeps the file of a backup while it is saved to Downloads.',
    });
    return opened.promise;
  }

  /** What it had of a file is lost: another page would make a file without its beginning of the rest. */
  function gone(page: Port): void {
    if (page === current) opening = null;
    for (const [file, { reject }] of waiting) {
      if (held.get(file) !== page) continue;
      reject(new Error('The page has gone'));
      waiting.delete(file);
    }
  }

  async function ask(asked: SaveAsk): Promise<SaveAnswer> {
    if (!held.has(asked.file)) throw new Error('Nobody wants the file any more');
    opening ??= open();
    opening.catch(() => {
      opening = null;
    });
    const port = await opening;
    const begunIn = held.get(asked.file);
    if (begunIn === undefined) throw new Error('Nobody wants the file any more');
    if (begunIn !== null && begunIn !== port) throw new Error('The page with its beginning has gone');
    held.set(asked.file, port);
    const answer = Promise.withResolvers<SaveAnswer>();
    waiting.set(asked.file, answer);
    port.postMessage(asked);
    return answer.promise;
  }

  return {
    begin(file) {
      held.set(file, null);
      let pieces: Uint8Array<ArrayBuffer>[] = [];
      let size = 0;
      const send = async () => {
        const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
        pieces = [];
        size = 0;
        if (bytes.length > 0) await ask({ file, bytes: bytesToText(bytes) });
      };
      return {
        async add(bytes) {
          pieces.push(bytes);
          size += bytes.length;
          if (size >= PIECE) await send();
        },
        async address() {
          await send();
          const { address } = await ask({ file, want: 'address' });
          if (address === null) throw new Error('The page gave no address');
          return address;
        },
      };
    },
    drop(file) {
      held.delete(file);
      waiting.get(file)?.reject(new Error('Nobody wants the file any more'));
      waiting.delete(file);
      if (held.size === 0) {
        opening = null;
        // Whoever still waits for the page waits in vain.
        opened.promise.catch(() => undefined);
        opened.reject(new Error('Nobody wants the page any more'));
        void close();
      } else {
        void opening?.then(
          (port) => port.postMessage({ file, want: 'nothing' } satisfies SaveAsk),
          () => undefined,
        );
      }
    },
    onSaver(port) {
      // Whoever opens the page in a tab can close it at any time.
      if (port.sender?.tab) return port.disconnect();
      current = port;
      port.onDisconnect.addListener(() => gone(port));
      port.onMessage.addListener((answer) => {
        waiting.get((answer as SaveAnswer).file)?.resolve(answer as SaveAnswer);
        waiting.delete((answer as SaveAnswer).file);
      });
      opened.resolve(port);
    },
  };
}
