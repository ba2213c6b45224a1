import { dirname, posix } from 'node:path';
import ts from 'typescript';

/** What one file takes from another. */
export interface Import {
  from: string;
  /** A path from the top of the repository, or the name of a package. */
  to: string;
  /** Nothing of it is left when the code runs. */
  typesOnly: boolean;
}

/** Every import of a file, what it gives on (`export … from`) and dynamic ones too. @param file from the top. */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typesOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: file, to: resolve(file, specifier.text), typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, takesTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, givesTypesOnly(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function takesTypesOnly(clause: ts.ImportClause | undefined): boolean {
  // An import without names runs the file.
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return !name && !!namedBindings && ts.isNamedImports(namedBindings) && areTypes(namedBindings.elements);
}

const givesTypesOnly = ({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean =>
  isTypeOnly || (!!exportClause && ts.isNamedExports(exportClause) && areTypes(exportClause.elements));

const areTypes = (names: ts.NodeArray<ts.ImportSpecifier | ts.ExportSpecifier>): boolean =>
  names.length > 0 && names.every(({ isTypeOnly }) => isTypeOnly);

function resolve(file: string, specifier: string): string {
  const [path = ''] = specifier.split('?');
  return path.startsWith('.') ? posix.join(dirname(file), path) : path;
}
