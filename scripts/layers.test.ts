import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { circlesIn, graphOf, wayFrom } from './layers/graph.ts';
import { type Import, importsOf } from './layers/imports.ts';
import { faultsOfTable, forbiddenImports, isTest, shown } from './layers/rules.ts';
import { isIn, parseLayers } from './layers/table.ts';

describe('this repository', () => {
  const files = globSync('{entrypoints,components,utils,demo,tests,scripts}/**/*.{ts,tsx}').map((file) =>
    file.replaceAll('\\', '/'),
  );
  const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
  const layers = parseLayers(readFileSync('CONTRIBUTING.md', 'utf8'));
  const isIncluded = (file: string, folders: string[]) => folders.some((folder) => isIn(file, folder));
  const PRODUCT = ['entrypoints/', 'components/', 'utils/'];
  const isShipped = (file: string) => isIncluded(file, PRODUCT) && !isTest(file);
  const values = graphOf(imports.filter(({ typesOnly }) => !typesOnly));
  /** The ways by which code, and not only types, of these folders comes to such a file. */
  const waysOut = (folders: string[], isEnd: (to: string) => boolean) =>
    files
      .filter((file) => isIncluded(file, folders) && !isTest(file))
      .map((file) => wayFrom(values, file, isEnd))
      .filter((way) => way !== null)
      // The others come through these.
      .filter(([, next = '']) => !isIncluded(next, folders))
      .map((way) => way.join(' → '));

  test('the tables of CONTRIBUTING have a row for every file, and no row says what is not so', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(layers.length).toBeGreaterThan(30);
    expect(faultsOfTable(layers, files, imports)).toEqual([]);
  });

  test('no file imports what its row does not allow', () => {
    expect(forbiddenImports(layers, imports).map(shown).toSorted()).toEqual([]);
  });

  test('nothing that is shipped imports from a test', () => {
    expect(imports.filter(({ from, to }) => isShipped(from) && isTest(to)).map(shown)).toEqual([]);
  });

  test('no files import one another in a circle', () => {
    expect(circlesIn(graphOf(imports.filter(({ from }) => !isIn(from, 'tests/'))))).toEqual([]);
  });

  const pages = ['panel/', 'manager/', 'options/', 'popup/'].map((page) => `entrypoints/${page}`);

  test('no page opens a database: it may have another storage than the background, or none', () => {
    expect(waysOut([...pages, 'components/'], (to) => to === 'idb')).toEqual([]);
    expect(waysOut(['entrypoints/background/'], (to) => to === 'idb')).not.toEqual([]);
  });

  test('no page asks Kit, or holds what it takes to ask', () => {
    const isKit = (to: string) => ['utils/kit/client.ts', 'utils/connection/store.ts'].includes(to);
    expect(waysOut([...pages, 'components/'], isKit)).toEqual([]);
    // They are asked somewhere, so these are their names.
    expect(waysOut(['entrypoints/background/'], isKit)).not.toEqual([]);
  });
});

describe('the rules', () => {
  const layers = parseLayers(
    [
      'Read `this/` first.',
      '| Script | What it does | ',
      '| - | - |',
      '| `none/` | `never/` |',
      '',
      '| Folder | Subject | May use |',
      '| ------ | - | ------- |',
      '| `tests/` | ends | all rows below |',
      '| `demo/` | shown | nothing |',
      '| `parts/top/` | top | `low/`, types of `parts/mid/`, `other/` |',
      '| `parts/mid/` | mid | `low/deep.ts` |',
      '| `parts/low/` | low | nothing |',
      '',
      '| Folder | May use |',
      '| - | - |',
      '| `other/one/` | nothing |',
      '| `other/two.ts` | nothing |',
    ].join('\n'),
  );
  const from = (file: string, ...lines: string[]) => importsOf(file, lines.join('\n'));
  const forbidden = (imports: Import[]) => forbiddenImports(layers, imports).map(shown);

  test('a table is read as it is meant', () => {
    expect(layers).toEqual([
      { path: 'tests/', allBelow: true, uses: [] },
      { path: 'demo/', allBelow: false, uses: [] },
      {
        path: 'parts/top/',
        allBelow: false,
        uses: [
          { path: 'parts/low/', typesOnly: false },
          { path: 'parts/mid/', typesOnly: true },
          { path: 'other/', typesOnly: false },
        ],
      },
      { path: 'parts/mid/', allBelow: false, uses: [{ path: 'parts/low/deep.ts', typesOnly: false }] },
      { path: 'parts/low/', allBelow: false, uses: [] },
      { path: 'other/one/', allBelow: false, uses: [] },
      { path: 'other/two.ts', allBelow: false, uses: [] },
    ]);
  });

  test.each(['everything', '`low/` and `mid/`', 'types from `low/`', ''])('%j says nothing clear', (cell) => {
    const table = `| Folder | May use |\n| - | - |\n| \`parts/\` | ${cell} |`;
    expect(() => parseLayers(table)).toThrow('is not understood');
  });

  test('every kind of import is seen, and whether it is of types alone', () => {
    const seen = from(
      'parts/top/a.tsx',
      "import './style.css?inline';",
      "import one, { type Two } from '../low/b.ts';",
      "import type { Three } from '../low/c.ts';",
      "import { type Four } from '../low/d.ts';",
      "export { five } from '../low/e.ts';",
      "export type { Six } from '../low/f.ts';",
      "export * from '../low/g.ts';",
      "type Seven = import('../low/h.ts').Seven;",
      "const eight = () => import('../low/i.ts');",
      "import { nine } from 'package';",
      "const none = './not-imported.ts';",
    );
    expect(seen.map(({ to, typesOnly }) => [to, typesOnly])).toEqual([
      ['parts/top/style.css', false],
      ['parts/low/b.ts', false],
      ['parts/low/c.ts', true],
      ['parts/low/d.ts', true],
      ['parts/low/e.ts', false],
      ['parts/low/f.ts', true],
      ['parts/low/g.ts', false],
      ['parts/low/h.ts', true],
      ['parts/low/i.ts', false],
      ['package', false],
    ]);
  });

  test.each([
    ['parts/top/a.ts', "import { b } from '../low/b.ts';", true],
    ['parts/top/a.ts', "import { b } from './b.ts';", true],
    ['parts/top/a.ts', "import { b } from 'package';", true],
    ['parts/top/a.ts', "import type { B } from '../mid/b.ts';", true],
    ['parts/top/a.ts', "import { b } from '../mid/b.ts';", false],
    ['parts/top/a.ts', "import { b } from '../../other/one/b.ts';", true],
    ['parts/top/a.ts', "import { b } from '../../other/two.ts';", true],
    ['parts/top/a.ts', "import { b } from '../../demo/b.ts';", false],
    ['parts/top/a.test.ts', "import { b } from '../../demo/b.ts';", true],
    ['parts/mid/a.ts', "import { b } from '../low/deep.ts';", true],
    ['parts/mid/a.ts', "import { b } from '../low/b.ts';", false],
    ['parts/mid/a.test.ts', "import { b } from '../low/b.ts';", true],
    ['parts/mid/testing/a.ts', "import { b } from '../../low/b.ts';", true],
    ['parts/mid/a.test.ts', "import type { B } from '../top/b.ts';", false],
    ['parts/low/a.ts', "import type { B } from '../top/b.ts';", false],
    ['other/two.test.ts', "import { b } from './two.ts';", true],
    ['other/two.test.ts', "import { b } from './one/b.ts';", false],
    ['tests/a.ts', "import { b } from '../parts/mid/b.ts';", true],
  ])('%s: %s', (file, line, allowed) => {
    expect(forbidden(from(file, line)).length).toBe(allowed ? 0 : 1);
  });

  test('a table that is not true is told', () => {
    const files = [
      'parts/top/a.ts',
      'parts/mid/a.ts',
      'parts/low/deep.ts',
      'other/one/a.ts',
      'other/new/a.ts',
    ];
    const imports = [
      ...from('parts/top/a.ts', "import type { B } from '../low/deep.ts';"),
      ...from('parts/top/a.test.ts', "import { b } from '../mid/b.ts';"),
      ...from('parts/mid/a.ts', "import { b } from '../low/deep.ts';"),
    ];
    expect(faultsOfTable(layers, files, imports)).toEqual([
      'other/new/a.ts is in no row',
      'tests/ holds nothing',
      'demo/ holds nothing',
      'other/two.ts holds nothing',
      'parts/top/ uses only types of parts/low/',
      'parts/top/ may use parts/mid/, and does not',
      'parts/top/ may use other/, and does not',
    ]);
  });

  test('a row above, or its own, cannot be used', () => {
    const upside = parseLayers('| F | May use |\n| `a/b/` | `b/` |\n| `a/c/` | `b/`, `a/` |');
    const imports = from('a/c/x.ts', "import { y } from '../b/y.ts';");
    expect(faultsOfTable(upside, ['a/b/y.ts', 'a/c/x.ts'], imports)).toEqual([
      'a/b/ may use a/b/, which does not stand below it',
      'a/c/ may use a/b/, which does not stand below it',
      'a/c/ may use a/, which does not stand below it',
    ]);
  });

  test('a circle is found, through types too, and told once', () => {
    const graph = graphOf([
      ...from('a.ts', "import { b } from './b.ts';", "import { d } from './d.ts';"),
      ...from('b.ts', "import type { C } from './c.ts';"),
      ...from('c.ts', "export * from './b.ts';", "import { f } from './f.ts';"),
      ...from('f.ts', "import { c } from './c.ts';"),
      ...from('d.ts', "import { e } from './e.ts';"),
    ]);
    expect(circlesIn(graph)).toEqual(['b.ts → c.ts → b.ts']);
    expect(wayFrom(graph, 'a.ts', (to) => to === 'c.ts')).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(wayFrom(graph, 'd.ts', (to) => to === 'c.ts')).toBeNull();
  });
});
