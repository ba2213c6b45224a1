import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium, isBranded } from './browsers.ts';
import { type Demo, startDemo } from './demo.ts';
import { optionsPage, puppeteerOptionsPage } from './extension-pages.ts';
import { type LaunchOptions, launchBranded, launchChromium, launchFirefox } from './launch.ts';
import { SEED } from './seed.ts';

const HELP = `Builds the extension and opens it in a browser, on a Kit that lives in this process.

  npm start                         in Chromium
  npm start -- --browser firefox    in Firefox
  npm start -- --headless           without a window, until stopped
`;

const FIRST_PAGE = 'https://app.kit.com/sequences';

interface Options {
  firefox: boolean;
  headless: boolean;
}

function optionsOf(args: string[]): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      browser: { type: 'string', default: 'chromium' },
      headless: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (!['chromium', 'firefox'].includes(values.browser)) {
    throw new Error(`--browser is chromium or firefox, not ${values.browser}`);
  }
  return { firefox: values.browser === 'firefox', headless: values.headless };
}

/** Builds as for the store, and gives the folder. */
function build(firefox: boolean): string {
  console.log('Building the extension…');
  const root = new URL('../', import.meta.url);
  const wxt = fileURLToPath(new URL('node_modules/wxt/bin/wxt.mjs', root));
  const { status } = spawnSync(process.execPath, [wxt, 'build', ...(firefox ? ['-b', 'firefox'] : [])], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The extension could not be built');
  return fileURLToPath(new URL(firefox ? '.output/firefox-mv3' : '.output/chrome-mv3', root));
}

/** Opens the browser on the first page; `closed` ends when the browser does. */
async function openBrowser(options: LaunchOptions, firefox: boolean): Promise<{ closed: Promise<unknown> }> {
  const executable = firefox ? undefined : findChromium();
  if (executable !== undefined && !isBranded(executable)) {
    const context = await launchChromium(options);
    const closed = new Promise((resolve) => context.once('close', resolve));
    await optionsPage(context);
    await (await context.newPage()).goto(FIRST_PAGE);
    return { closed };
  }
  const browser = await (executable === undefined
    ? launchFirefox(options)
    : launchBranded(options, executable));
  const closed = new Promise((resolve) => browser.once('disconnected', resolve));
  await puppeteerOptionsPage(browser);
  const page = await browser.newPage();
  await page.goto(FIRST_PAGE);
  return { closed };
}

function explain(demo: Demo, { headless }: Options): string {
  const where = headless
    ? `\nA browser reaches it through the proxy http://127.0.0.1:${demo.proxyPort}\n`
    : '';
  return `
Kit demo ready

1. On the extension's options page, paste this API key and press "Connect with API key"
   (or press "Connect with Kit" and authorize):

     ${SEED.apiKey}

2. Open "Welcome series" in the list and press "Safe delete":

     https://app.kit.com/sequences/${SEED.welcome}     1,284 active people
     https://app.kit.com/sequences/${SEED.large}     250,000 active people
     https://app.kit.com/sequences/${SEED.empty}     nobody

Nothing leaves this computer. ${headless ? 'Stop' : 'Close the browser, or stop'} with Ctrl-C.
${where}`;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === 'help') return void process.stdout.write(HELP);
  const extension = build(options.firefox);
  const demo = await startDemo();
  demo.oauth.approve = 'click';
  try {
    const { proxyPort } = demo;
    const { closed } = await openBrowser(
      { extension, proxyPort, headless: options.headless },
      options.firefox,
    );
    process.stdout.write(explain(demo, options));
    await closed;
  } finally {
    await demo.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
