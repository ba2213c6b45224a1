import { browser } from 'wxt/browser';
import { notTaken, type SaveProblem, untilWhole } from '../../utils/backup/save.ts';
import { fail, ok, type Result } from '../../utils/result.ts';

const PERMISSION: { permissions: ['downloads'] } = { permissions: ['downloads'] };

/**
 * Gives a file to the browser, and waits for its word that it is whole. Null where the browser does not tell, without
 * the permission or in a window where its downloads take no file of ours: nothing was downloaded then.
 */
export async function downloadSeen(
  address: string,
  name: string,
  signal: AbortSignal,
): Promise<Result<null, SaveProblem> | null> {
  const begun = await begin(address, name).then(ok, (error) => fail(notTaken(error)));
  // Whoever was asked where to put it, and wanted it nowhere, is not asked once more.
  if (!begun.ok) return begun.problem.kind === 'download cancelled' ? begun : null;
  if (begun.value === null) return null;
  const ended = await untilWhole(browser.downloads, begun.value, signal);
  if (signal.aborted && !ended.ok) await browser.downloads.cancel(begun.value).catch(() => undefined);
  return ended;
}

async function begin(address: string, name: string): Promise<number | null> {
  if (!(await browser.permissions.contains(PERMISSION))) return null;
  return browser.downloads.download({
    ...{ url: address, filename: name, conflictAction: 'uniquify' as const },
    // A private window's file belongs to its own list of downloads. Chromium has no such option.
    ...(import.meta.env.FIREFOX && browser.extension.inIncognitoContext && { incognito: true }),
  });
}

/** Asks whether we may see what becomes of downloads, and then looks at one that was begun; null where it is not seen. */
export async function lookAtBegun(
  address: string,
  signal: AbortSignal,
): Promise<Result<null, SaveProblem> | null> {
  if (!(await browser.permissions.request(PERMISSION).catch(() => false))) return null;
  const [item] = await browser.downloads.search({ url: address });
  return item ? untilWhole(browser.downloads, item.id, signal) : null;
}
