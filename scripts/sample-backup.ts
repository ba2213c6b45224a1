/**
 * Writes tests/backups/v1.zip (the number is the format's), a small backup that every later version must open.
 * Run it once when the format changes: `node scripts/sample-backup.ts`. It never replaces what is there.
 */
import { writeFileSync } from 'node:fs';
import { FORMAT } from '../utils/backup/backup.ts';
import { plainWords, zipOf } from '../utils/backup/file/testing/fakes.ts';
import { sampleBackup } from '../utils/backup/testing/fakes.ts';

// A zip's times are local ones.
process.env.TZ = 'UTC';

const file = `tests/backups/v${FORMAT}.zip`;
const zip = await zipOf(await sampleBackup(5), plainWords);
writeFileSync(file, new Uint8Array(await zip.arrayBuffer()), { flag: 'wx' });
console.log(`Wrote ${file}`);
