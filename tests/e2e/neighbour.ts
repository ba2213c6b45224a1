import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const NEIGHBOUR_PAGE = '/neighbour.html';

const MANIFEST = {
  manifest_version: 3,
  name: 'Neighbour',
  version: '1',
  // Chromium takes the one, Firefox the other.
  background: { service_worker: 'background.js', scripts: ['background.js'] },
  browser_specific_settings: { gecko: { id: 'neighbour@example.com' } },
};

/** Its page tells it whom to send what, or with which port to call. */
const BACKGROUND = `
chrome.runtime.onInstalled.addListener(() => chrome.tabs.create({ url: '${NEIGHBOUR_PAGE}' }));

async function call(port) {
  return new Promise((resolve) => {
    port.onMessage.addListener((message) => resolve({ message }));
    port.onDisconnect.addListener(() => resolve('ended ' + (port.error ?? chrome.runtime.lastError)?.message));
  });
}

async function callTabs(name) {
  const tabs = await chrome.tabs.query({});
  return Promise.all(tabs.map(({ id }) => call(chrome.tabs.connect(id, { name, frameId: 0 }))));
}

chrome.runtime.onMessage.addListener(({ to, message, port, tabPort }, _sender, answer) => {
  const done = tabPort ? callTabs(tabPort) : port ? call(chrome.runtime.connect(to, { name: port })) : chrome.runtime.sendMessage(to, message).then(
    (value) => ({ value }),
    (error) => error.message,
  );
  done.then(answer);
  return true;
});
`;

/** Makes another extension, and gives its folder. */
export async function makeNeighbour(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'safe-delete-neighbour-'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  await writeFile(join(folder, 'background.js'), BACKGROUND);
  await writeFile(join(folder, NEIGHBOUR_PAGE), '<!doctype html><title>Neighbour</title>');
  return folder;
}
