import type { Plugin } from 'vite';

/**
 * Leaves the polyfill of the browser's API out of content scripts, where it would be half of the size. They use none of
 * what it adds: a listener there answers by `sendResponse`, which both browsers know.
 */
export function nativeBrowserInContentScripts(): Plugin {
  let isContentScript = false;
  return {
    name: 'native-browser-in-content-scripts',
    enforce: 'pre',
    configResolved({ build }) {
      isContentScript = build.lib !== false && JSON.stringify(build.lib.entry).includes('content-script');
    },
    resolveId(source, importer) {
      if (!isContentScript || source !== '@wxt-dev/webextension-polyfill/browser') return null;
      return this.resolve('@wxt-dev/browser', importer);
    },
  };
}
