import { expect, test } from 'vitest';
import { mergeSection, type Report, writeSection } from './sections.ts';

const mutant = (status: string, line: number) => ({
  status,
  mutatorName: 'BooleanLiteral',
  replacement: 'false',
  location: { start: { line, column: 1 } },
});
const report: Report = {
  files: {
    'utils/b/two.ts': { source: 'a();\n  b(true);\n', mutants: [mutant('Survived', 2), mutant('Killed', 1)] },
    'utils/b/one.ts': {
      source: 'c(true);\n',
      mutants: [
        mutant('Timeout', 1),
        mutant('Ignored', 1),
        mutant('CompileError', 1),
        mutant('NoCoverage', 1),
      ],
    },
    'utils/b/none.ts': { source: '', mutants: [mutant('Ignored', 1)] },
  },
};
const part = { folder: 'utils/b', date: '2026-01-02' };

test('a section gives the share of each file and what was not noticed, without what did not count', () => {
  const { text, share } = writeSection(part, report);
  expect(share).toBe(50);
  expect(text).toBe(`## utils/b

2026-01-02, every line: 2 of 4 noticed, 50.0 %.

| File | Broken | Noticed | Share |
| --- | --- | --- | --- |
| utils/b/one.ts | 2 | 1 | 50.0 % |
| utils/b/two.ts | 2 | 1 | 50.0 % |

### Not noticed

- utils/b/one.ts:1 BooleanLiteral: \`c(true);\`, with \`false\`
- utils/b/two.ts:2 BooleanLiteral: \`b(true);\`, with \`false\`
`);
});

test('a sample says of how many lines, and with which seed', () => {
  const { text } = writeSection({ ...part, sample: { lines: 150, of: 900, seed: 7 } }, report);
  expect(text).toContain('2026-01-02, a sample (150 of 900 lines, with seed 7): 2 of 4 noticed');
});

test('a part that broke nothing is no result', () => {
  expect(() => writeSection(part, { files: {} })).toThrow('utils/b');
});

test('a section replaces its own only, in the order of the folders, and those of no folder go', () => {
  const page = '# Old\n\nintro\n\n## utils/c\n\nC\n\n## utils/gone\n\ngone\n\n## utils/b\n\nold\n';
  const merged = mergeSection(page, '## utils/b\n\n### Not noticed\n\nnew\n', [
    'utils/a',
    'utils/b',
    'utils/c',
  ]);
  expect(merged.slice(merged.indexOf('## '))).toBe(
    '## utils/b\n\n### Not noticed\n\nnew\n\n## utils/c\n\nC\n',
  );
  expect(merged).not.toContain('intro');
  expect(mergeSection(merged, '## utils/b\n\n### Not noticed\n\nnew\n', ['utils/b', 'utils/c'])).toBe(merged);
});

test('a table tells of all folders, and what was written by hand stays', () => {
  const sample = { lines: 150, of: 900, seed: 7 };
  const page = `# Old\n\n${writeSection({ ...part, folder: 'utils/c', sample }, report).text}
## Why these are left\n\nNobody can tell.\n`;
  const merged = mergeSection(page, writeSection(part, report).text, ['utils/a', 'utils/b', 'utils/c']);
  expect(merged).toContain(`| Folder | Sample | Broken | Noticed | Share |
| --- | --- | --- | --- | --- |
| utils/b | every line | 4 | 2 | 50.0 % |
| utils/c | 150 of 900 lines, with seed 7 | 4 | 2 | 50.0 % |

## utils/b
`);
  expect(merged.slice(merged.indexOf('## Why'))).toBe('## Why these are left\n\nNobody can tell.\n');
});
