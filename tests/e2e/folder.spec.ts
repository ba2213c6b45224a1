import { unzipSync } from 'fflate';
import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';
import { expect, test } from './session.ts';

/** A folder as a person chose it; Chromium and Firefox alike give files with their paths in it. */
const chosen = (files: Record<string, string>) => `(() => {
  const transfer = new DataTransfer();
  for (const [path, bytes] of Object.entries(${JSON.stringify(files)})) {
    const file = new File([Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0))], path.split('/').at(-1));
    Object.defineProperty(file, 'webkitRelativePath', { value: path });
    transfer.items.add(file);
  }
  const input = [...document.querySelectorAll('input[type=file]')].find((one) => one.webkitdirectory);
  // A list that is made here keeps no paths.
  const listed = [...transfer.files].map((file, at) =>
    Object.defineProperty(file, 'webkitRelativePath', { value: Object.keys(${JSON.stringify(files)})[at] }));
  Object.defineProperty(input, 'files', { value: listed, configurable: true });
  input.dispatchEvent(new Event('change', { bubbles: true }));
  delete input.files;
})()`;

test('a backup that was unpacked is opened from its folder, and refused where it was changed', async ({
  connected,
  demo,
}) => {
  const zip = await backupFile(demo, SEED.welcome);
  const files = Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer()))).map(([name, bytes]) => [
      `kit-sequence/${name}`,
      Buffer.from(bytes).toString('base64'),
    ]),
  );
  const manager = await connected.manager('#/');
  await expect(manager).toShow('Choose folder');
  await manager.evaluate(chosen({ ...files, 'kit-sequence/emails.json': btoa('[]') }));
  await expect(manager).toShow('was changed after the backup was made');
  await manager.evaluate(chosen({ 'photos/one.jpg': '' }));
  await expect(manager).toShow('This folder isn’t a backup made by Safe Delete.');
  await manager.evaluate(chosen({ ...files, 'kit-sequence/.DS_Store': '' }));
  await expect(manager).toShow('The file is complete.');
  await expect(manager).toShow('Welcome series');
});
