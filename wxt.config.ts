import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { licenses } from './scripts/licenses.ts';
import { nativeBrowserInContentScripts } from './scripts/native-browser.ts';
import { privacyPage } from './scripts/privacy-page.ts';
import { OPEN_PANEL } from './utils/drawer.ts';
import { ALL_PATTERNS, API_ORIGIN, APP_ORIGINS, APP_PATTERNS } from './utils/hosts.ts';

// Fixes the extension's id in Chrome, and with it the OAuth redirect address. It is a public key.
const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAkohOtOF9+8+Z1ldEjCFcX0G9fRBoPdenXKhmjLaF1G399FN7FoZVnmpSd+y7jQxCuf56ovwt5zJo61i7nKGe41RjAMPZZ0X9n/poJAbFZyR/zUTVuG0Vma0HGS6Hlo+7Zca1cu3ClUHc0BrijRkvmEgCiDGEqNIFzYpGzzs6fyDNOnAitaME52EVuiC40AWf0nhvWLheRB9NgKISIFxS9a5IsMnUn8bD4FXP03AgtDcn+bwQTKDNJpswTMz/zlSn4GL6wPDOrl9FA8fbloRrWnZuxjb3iNp7BGhx9R/5hxkiXip6mTmhnBShSc77BLmgxbvHGYsRAyOd7vq/NwQLCwIDAQAB';

// Fixes the same things in Firefox.
const FIREFOX_ID = '{f15fbbaf-a9e5-49a8-a424-7b3c516d9c71}';

// Those of the packages whose code is in a build want to be given along.
const bundled = licenses();

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module'],
  vite: () => ({
    plugins: [preact(), bundled.plugin, nativeBrowserInContentScripts()],
    // The oldest browsers named below. Told of older ones, the bundler would replace `light-dark()` by the computer's scheme.
    build: { target: 'es2022', cssTarget: ['chrome126', 'firefox140'] },
  }),
  hooks: {
    'build:publicAssets': ({ config }, assets) => void assets.push(privacyPage(config.root)),
    'build:done': ({ config }) => bundled.write(config),
  },
  zip: {
    // Mozilla rebuilds from this archive; tests and the demo are not needed for that.
    excludeSources: ['demo/**', 'tests/**', 'docs/!(privacy.md)', 'docs/*/**', 'test-results/**'],
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    // storage: session storage for the access token and the last reviews. identity: sign-in with Kit.
    // alarms: goes on with an operation whose outcome is open after the background was stopped.
    // unlimitedStorage: a backup is as large as its list of people, and must not be the first thing thrown away.
    permissions: ['storage', 'identity', 'alarms', 'unlimitedStorage'],
    // Each is asked for when a person switches on what needs it. notifications: to be reminded of a retired sequence.
    // downloads: to see that a backup's file is whole, and to save each one. offscreen: Chromium's background has no
    // document, and without one a file has no address to download from; nobody is warned of it.
    optional_permissions: ['notifications', 'downloads', ...(browser === 'firefox' ? [] : ['offscreen'])],
    // Kit's API, and Kit's app for OAuth registration (Kit documents no CORS headers for either).
    host_permissions: ALL_PATTERNS,
    content_security_policy: {
      extension_pages: [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        `connect-src ${API_ORIGIN} ${APP_ORIGINS[0]}`,
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ].join('; '),
    },
    // Without use_dynamic_url: Chromium blocks such an address on a page that sends Cross-Origin-Embedder-Policy.
    web_accessible_resources: [{ resources: ['panel.html'], matches: APP_PATTERNS }],
    action: { default_title: '__MSG_extension_name__' },
    // Presses the button in the toolbar. Neither browser uses this key, nor does a screen reader. K as in Kit.
    commands: {
      [OPEN_PANEL]: { suggested_key: { default: 'Alt+Shift+K' }, description: '__MSG_launcher_command__' },
    },
    ...(browser === 'chrome' ? { key: CHROME_KEY, minimum_chrome_version: '126' } : {}),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: FIREFOX_ID,
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['authenticationInfo', 'websiteContent'] },
            },
          },
        }
      : {}),
  }),
});
