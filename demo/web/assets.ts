import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../server/exchange.ts';
import { page } from './client/page.ts';
import { recorder } from './client/recorder.ts';
import type { WebSettings } from './settings.ts';

const RRWEB = new URL('rrweb.umd.min.cjs', import.meta.resolve('rrweb'));

export function asset(name: string, settings: WebSettings): Reply | undefined {
  switch (name) {
    case 'kit.css':
      return served('text/css', readFileSync(new URL('kit.css', import.meta.url)));
    case 'rrweb.js':
      return served('text/javascript', readFileSync(fileURLToPath(RRWEB)));
    case 'first.js':
      return served('text/javascript', settings.firstScript);
    case 'page.js':
      return served('text/javascript', `(${recorder})();\n(${page})(${JSON.stringify(settings)});`);
    default:
      return undefined;
  }
}

function served(type: string, body: string | Buffer): Reply {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}
