import { fail, ok, type Result } from '../result.ts';
import type { WriteProblem } from './file/problems.ts';

/** Why a file did not arrive, as far as the browser says. */
type DownloadProblem =
  /** By a person, or by the browser in a person's name. */
  { kind: 'download cancelled' } | { kind: 'no room' } | { kind: 'download failed' };

/** Why a backup was not saved to Downloads. The backup itself is complete in any case. */
export type SaveProblem =
  | WriteProblem
  | DownloadProblem
  /** The browser does not let us download, or not any more. */
  | { kind: 'downloads not allowed' }
  | { kind: 'storage failed' };

/** Why the browser took no file: a person may have been asked where to put it. Chromium: USER_CANCELED; Firefox: Download canceled by the user. */
export const notTaken = (error: unknown): DownloadProblem => ({
  kind:
    error instanceof Error && /cancell?ed/i.test(error.message) ? 'download cancelled' : 'download failed',
});

/** What the browser says of a download. */
export interface DownloadItem {
  id: number;
  filename?: string | undefined;
  state?: string | undefined;
  /** Why it was interrupted. */
  error?: string | undefined;
  paused?: boolean | undefined;
  /** Whether the file is still where it was put. */
  exists?: boolean | undefined;
  byExtensionId?: string | undefined;
}

/** As much of `browser.downloads` as is needed to see what becomes of a file. */
export interface Downloads {
  search(query: { id: number } | { query: string[] }): Promise<DownloadItem[]>;
  onChanged: {
    addListener(heard: (change: { id: number }) => void): void;
    removeListener(heard: (change: { id: number }) => void): void;
  };
}

/** Waits until a download has ended. Only a file that the browser calls complete, and that is there, has arrived. */
export async function untilWhole(
  downloads: Downloads,
  id: number,
  signal: AbortSignal,
): Promise<Result<null, DownloadProblem>> {
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  const heard = (change: { id: number }) => {
    if (change.id === id) wake();
  };
  downloads.onChanged.addListener(heard);
  signal.addEventListener('abort', wake);
  try {
    for (;;) {
      // Before the look, so that no change falls between it and the wait.
      changed = Promise.withResolvers();
      const [item] = await downloads.search({ id });
      const end = endOf(item);
      if (end) return end;
      if (signal.aborted) return fail({ kind: 'download failed' });
      await changed.promise;
    }
  } finally {
    downloads.onChanged.removeListener(heard);
    signal.removeEventListener('abort', wake);
  }
}

/** Null while it goes on. */
function endOf(item: DownloadItem | undefined): Result<null, DownloadProblem> | null {
  if (!item) return fail({ kind: 'download failed' });
  if (item.state === 'complete') return item.exists === false ? fail({ kind: 'download failed' }) : ok(null);
  // To Firefox, a paused download is an interrupted one that can go on.
  if (item.state !== 'interrupted' || item.paused) return null;
  if (item.error?.startsWith('USER_')) return fail({ kind: 'download cancelled' });
  return fail({ kind: item.error === 'FILE_NO_SPACE' ? 'no room' : 'download failed' });
}

/** The download of a file by this name that an earlier life of this extension began, unless it came to nothing. */
export async function findBegun(
  downloads: Pick<Downloads, 'search'>,
  name: string,
  extensionId: string,
): Promise<number | null> {
  const found = await downloads.search({ query: [name] });
  const ours = found.find(
    (item) =>
      item.byExtensionId === extensionId && item.filename?.endsWith(name) && endOf(item)?.ok !== false,
  );
  return ours?.id ?? null;
}
