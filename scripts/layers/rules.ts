import type { Import } from './imports.ts';
import { isIn, type Layer, type Use } from './table.ts';

/** A test, or what stands in for something in one. */
export const isTest = (file: string): boolean => /\.(test|spec)\.tsx?$|\/testing\//.test(file);

export const shown = ({ from, to, typesOnly }: Import): string =>
  `${from} → ${typesOnly ? 'types of ' : ''}${to}`;

/** The row of a file: the nearest one. A test's is that of the file that it tests. */
function layerOf(file: string, layers: Layer[]): Layer | undefined {
  const tested = file.replace(/\.test(?=\.tsx?$)/, '');
  const around = layers.filter(({ path }) => isIn(tested, path));
  return around.toSorted((one, other) => other.path.length - one.path.length)[0];
}

/** Whether a use is meant for this file: its row, a folder of rows that it is in, or the file itself. */
function covers({ path }: Use, file: string, layers: Layer[]): boolean {
  const isRow = layers.some((layer) => layer.path === path);
  return isRow ? layerOf(file, layers)?.path === path : isIn(file, path);
}

/** Files that no row is for, and what rows say that is not so. */
export function faultsOfTable(layers: Layer[], files: string[], imports: Import[]): string[] {
  const missing = files.filter((file) => !layerOf(file, layers)).map((file) => `${file} is in no row`);
  const product = imports.filter(({ from }) => !isTest(from));
  const faultsOf = (layer: Layer, use: Use): string[] => {
    const below = layers.slice(layers.indexOf(layer) + 1);
    const meant = files.filter((file) => covers(use, file, layers)).map((file) => layerOf(file, layers));
    if (meant.some((other) => other && !below.includes(other))) {
      return [`${layer.path} may use ${use.path}, which does not stand below it`];
    }
    const made = product.filter(({ from, to }) => layerOf(from, layers) === layer && covers(use, to, layers));
    if (made.length === 0) return [`${layer.path} may use ${use.path}, and does not`];
    const isTypesOnly = made.every(({ typesOnly }) => typesOnly);
    return isTypesOnly && !use.typesOnly ? [`${layer.path} uses only types of ${use.path}`] : [];
  };
  return [
    ...missing,
    ...layers
      .filter(({ path }) => !files.some((file) => isIn(file, path)))
      .map(({ path }) => `${path} holds nothing`),
    ...layers.flatMap((layer) => layer.uses.flatMap((use) => faultsOf(layer, use))),
  ];
}

/** The imports that no row allows. Tests may use all rows below theirs, and the demo. */
export function forbiddenImports(layers: Layer[], imports: Import[]): Import[] {
  return imports.filter(({ from, to, typesOnly }) => {
    const [own, other] = [layerOf(from, layers), layerOf(to, layers)];
    if (!own || !other || own === other) return false;
    if (own.allBelow || isTest(from)) {
      const isBelow = layers.indexOf(other) > layers.indexOf(own);
      return !isBelow && !(isTest(from) && isIn(to, 'demo/'));
    }
    return !own.uses.some((use) => covers(use, to, layers) && (typesOnly || !use.typesOnly));
  });
}
