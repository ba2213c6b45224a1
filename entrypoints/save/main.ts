import { browser } from 'wxt/browser';
import { createCollector } from '../../utils/backup/collect.ts';
import { createFileKeeper, type SaveAsk } from '../../utils/backup/save-port.ts';
import { portName } from '../../utils/protocol.ts';

// Chromium's background has no document, and without one no file has an address that a download could take. Of the
// browser such a page can reach the background and nothing else, not even the words of a language.
const keep = createFileKeeper({
  collector: createCollector,
  addressOf: (file) => URL.createObjectURL(file),
  revoke: (address) => URL.revokeObjectURL(address),
});
const port = browser.runtime.connect({ name: portName('save', 'files') });
port.onMessage.addListener((ask) => {
  const answer = keep(ask as SaveAsk);
  if (answer) port.postMessage(answer);
});
