/** The lowest share of mutants that the tests of a folder must notice, in percent. */
export const LIMIT = 85;

const HEAD = [
  '# What the unit tests notice',
  '',
  'Written by `npm run mutation`: the code of each folder was broken in small ways, one after the other, and the tests of',
  'the same folder ran on it, with at most 300 runs of each property. Below is how many of the changes made a test fail.',
  `The limit for each folder is ${LIMIT} %. A folder may be a sample: of its lines, those of a random part were broken. The`,
  'numbers of the sample pick the same lines again: `npm run mutation -- --only utils/jobs --sample 239 --seed 1`.',
  '',
  '',
].join('\n');

interface Mutant {
  status: string;
  mutatorName: string;
  replacement?: string;
  location: { start: { line: number; column: number } };
}
/** What Stryker's JSON reporter writes, as far as it is read here. Lines count from 1. */
export interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}
export interface Part {
  folder: string;
  /** As YYYY-MM-DD. */
  date: string;
  sample?: { lines: number; of: number; seed: number };
}

const isNoticed = ({ status }: Mutant) => status === 'Killed' || status === 'Timeout';
const isCounted = (mutant: Mutant) => isNoticed(mutant) || ['Survived', 'NoCoverage'].includes(mutant.status);

/** The section of one folder, and the share of its mutants that were noticed, in percent. Throws without mutants. */
export function writeSection(
  { folder, date, sample }: Part,
  { files }: Report,
): { text: string; share: number } {
  const rows: string[] = [];
  const survivors: string[] = [];
  const total = { broken: 0, noticed: 0 };
  for (const [file, { source, mutants }] of Object.entries(files).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    const counted = mutants.filter(isCounted);
    if (counted.length === 0) continue;
    const noticed = counted.filter(isNoticed).length;
    total.broken += counted.length;
    total.noticed += noticed;
    rows.push(`| ${file} | ${counted.length} | ${noticed} | ${percent(noticed, counted.length)} |`);
    const lines = source.split('\n');
    for (const mutant of counted
      .filter((one) => !isNoticed(one))
      .toSorted((one, other) => one.location.start.line - other.location.start.line)) {
      const { line } = mutant.location.start;
      const change = (mutant.replacement ?? '').replace(/\s+/g, ' ').slice(0, 60);
      survivors.push(
        `- ${file}:${line} ${mutant.mutatorName}: \`${lines[line - 1]?.trim()}\`, with \`${change}\``,
      );
    }
  }
  if (total.broken === 0) throw new Error(`Nothing was broken in ${folder}`);
  const sampled = sample
    ? `, a sample (${sample.lines} of ${sample.of} lines, with seed ${sample.seed})`
    : ', every line';
  return {
    share: (100 * total.noticed) / total.broken,
    text: [
      `## ${folder}`,
      '',
      `${date}${sampled}: ${total.noticed} of ${total.broken} noticed, ${percent(total.noticed, total.broken)}.`,
      '',
      '| File | Broken | Noticed | Share |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
      ...(survivors.length > 0 ? ['### Not noticed', '', ...survivors, ''] : []),
    ].join('\n'),
  };
}

/** Written by hand: it stays as it is. */
const REASONS = 'Why these are left';

/**
 * `page` with `section` in place of the folder's old one, and a table of all before them. Sections stand in the order of
 * `folders`, the reasons after them; others go.
 */
export function mergeSection(page: string, section: string, folders: string[]): string {
  const sections = new Map(
    [...page.split(/^(?=## )/m).slice(1), section].map((text) => [headingOf(text), `${text.trimEnd()}\n`]),
  );
  const rows = folders.flatMap((folder) => rowOf(folder, sections.get(folder) ?? '') ?? []);
  const table = [
    '| Folder | Sample | Broken | Noticed | Share |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ];
  return [
    ...[HEAD.trimEnd(), '', ...table, ''],
    [...folders, REASONS].flatMap((heading) => sections.get(heading) ?? []).join('\n'),
  ].join('\n');
}

/** Null for a section without its line of numbers. */
function rowOf(folder: string, section: string): string | null {
  const found = /^[\d-]{10}, (?:a sample \((.+)\)|(.+)): (\d+) of (\d+) noticed, (.+)\.$/m.exec(section);
  if (!found) return null;
  const [, sample, whole, noticed, broken, share] = found;
  return `| ${folder} | ${sample ?? whole} | ${broken} | ${noticed} | ${share} |`;
}

function headingOf(section: string): string {
  return section.slice('## '.length, section.indexOf('\n'));
}

function percent(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(1)} %`;
}
