import { parseArgs } from 'node:util';
import { backup } from './bench/backup.ts';
import type { Part } from './bench/part.ts';
import { review } from './bench/review.ts';

/**
 * `npm run bench`: how long things take, and how much memory. `-- --only review` runs one part, `-- --json` prints JSON.
 * Exits with 1 where something is not as promised.
 */
const PARTS: Record<string, () => Promise<Part>> = { review, backup };

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const names = values.only ? [values.only] : Object.keys(PARTS);
const json: object[] = [];
for (const name of names) {
  const run = PARTS[name];
  if (!run) throw new Error(`No part ${name}: there is ${Object.keys(PARTS).join(', ')}`);
  const part = await run();
  json.push(...part.json);
  if (!values.json) console.table(part.table);
  if (!part.kept) process.exitCode = 1;
}
if (values.json) console.log(JSON.stringify(json));
