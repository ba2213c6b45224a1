import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What Mozilla's linter says: errors fail, and so do warnings that nobody has allowed with a reason. */
interface Finding {
  code: string;
  message: string;
  description: string;
  file?: string;
  line?: number;
}

interface Allowed {
  code: string;
  /** A pattern for the file; any file when left out. */
  file?: string;
  reason: string;
}

const allowed: Allowed[] = JSON.parse(readFileSync('scripts/lint-firefox-allowed.json', 'utf8'));
const { errors, warnings } = lint('.output/firefox-mv3');
const open = warnings.filter((warning) => !allowed.some((rule) => allows(rule, warning)));
const unused = allowed.filter((rule) => !warnings.some((warning) => allows(rule, warning)));

for (const finding of [...errors, ...open]) {
  console.log(`${finding.code} ${finding.file ?? ''}:${finding.line ?? ''}\n  ${finding.message}`);
  console.log(`  ${finding.description}`);
}
for (const { code } of unused) console.log(`${code} is allowed, but does not occur`);
const accepted = warnings.length - open.length;
console.log(`${errors.length} errors, ${open.length} warnings, ${accepted} allowed warnings`);
if (errors.length + open.length + unused.length > 0) process.exitCode = 1;

function lint(folder: string): { errors: Finding[]; warnings: Finding[] } {
  const { stdout, stderr } = spawnSync(
    'npx',
    ['web-ext', 'lint', '--source-dir', folder, '--output', 'json', '--no-config-discovery'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' },
  );
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`The linter gave no report:\n${stdout}\n${stderr}`);
  }
}

function allows({ code, file }: Allowed, warning: Finding): boolean {
  return code === warning.code && (file === undefined || new RegExp(file).test(warning.file ?? ''));
}
