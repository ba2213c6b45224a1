import { globSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Every name that a file exports by declaring it, with the file. A type and a value of one file may share theirs. */
function declaredIn(file: string, text: string): string[] {
  const names = ts
    .createSourceFile(file, text, ts.ScriptTarget.Latest)
    .statements.filter((statement) => isExported(statement))
    .flatMap(namesOf);
  return [...new Set(names)];
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const declares =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return declares && statement.name ? [statement.name.text] : [];
}

/** The names that are declared in more than one of these files, with the files. */
function sharedNames(files: Map<string, string>): Record<string, string[]> {
  const places = new Map<string, string[]>();
  for (const [file, text] of files) {
    for (const name of declaredIn(file, text)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  return Object.fromEntries([...places].filter(([, where]) => where.length > 1));
}

test('a name that two files declare is found, one that is given on is not', () => {
  const files = new Map([
    ['a.ts', 'export interface Kept {}\nexport const LIMIT = 1;\nfunction own() {}'],
    ['b.ts', "export type Kept = string;\nexport type { Other } from './c.ts';\nfunction own() {}"],
    ['c.ts', 'export const Other = 1;\nexport type Other = 1;\nexport async function next() {}'],
    ['d.ts', 'export class next {}\nexport const LIMIT = 2;'],
  ]);
  expect(sharedNames(files)).toEqual({
    Kept: ['a.ts', 'b.ts'],
    LIMIT: ['a.ts', 'd.ts'],
    next: ['c.ts', 'd.ts'],
  });
});

test('no two files of utils/ export different things under one name', () => {
  const files = new Map(
    globSync('utils/**/*.ts')
      .filter((file) => !/\.test\.ts$|\.d\.ts$|[\\/]testing[\\/]/.test(file))
      .map((file) => [file, ts.sys.readFile(file) ?? '']),
  );
  expect(files.size).toBeGreaterThan(100);
  expect(sharedNames(files)).toEqual({});
});
