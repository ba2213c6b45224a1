import type { Demo } from '../../demo/demo.ts';
import type { Sequence } from '../../demo/kit/sequence.ts';
import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';
import type { BrowserSession, ExtensionTab } from './driver.ts';
import { expect } from './expect.ts';

export type Manager = ExtensionTab;

/** Chooses a file in **Restore from file**, as a person would. */
export async function choose(manager: Manager, file: Blob): Promise<void> {
  const bytes = Buffer.from(await file.arrayBuffer()).toString('base64');
  await expect(manager).toShow('Restore from file');
  await manager.evaluate(`(() => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(bytes)}), (char) => char.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'backup.zip', { type: 'application/zip' }));
    const input = document.querySelector('input[type=file]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

/** The manager on the page of a backup that was opened from a file. */
export async function opened(session: BrowserSession, file: Blob): Promise<Manager> {
  const manager = await session.manager('#/');
  await choose(manager, file);
  await expect(manager).toShow('The file is complete.');
  return manager;
}

/** The sequences that were made since the demo began. */
export const madeIn = (demo: Demo): Sequence[] =>
  (demo.kit.account(SEED.account)?.sequences ?? []).filter(({ id, deleted }) => id > 9000 && !deleted);

/** Picks whom to add, by some words of the label. */
export const pick = (manager: Manager, words: string) =>
  manager.evaluate(
    `[...document.querySelectorAll('label')].find(({ textContent }) => textContent.includes(${JSON.stringify(words)})).control.click()`,
  );

/**
 * The welcome series is restored from a file, and the adding of so many people is confirmed up to the last press, which is
 * `addAll`.
 */
export async function readyToAdd(session: BrowserSession, demo: Demo, people: number): Promise<Manager> {
  demo.kit.setSubscribers(SEED.welcome, { active: people });
  demo.kit.settle();
  const manager = await opened(session, await backupFile(demo, SEED.welcome));
  await manager.click('Restore sequence');
  await expect(manager).toShow('The sequence is back as a new one');
  await manager.click('Add subscribers');
  await expect(manager).toShow('Who to add');
  await pick(manager, `Everyone who may have had emails to come (${people})`);
  await manager.type('Type the sequence name to confirm', 'Welcome series');
  return manager;
}

export const addAll = (manager: Manager, people: number) => manager.click(`Add ${people} subscribers`);

/** What was sent to add people, or to make the sequence active for that. */
export const addingSent = (demo: Demo) =>
  demo.requests.filter(({ method, path }) => method === 'POST' && /\/subscribers\/\d+$/.test(path));
