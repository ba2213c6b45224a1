/** A folder, or a file that has a row of its own, and what its files may import. Paths from the top of the repository. */
export interface Layer {
  /** A folder ends in `/`. */
  path: string;
  /** It may import whatever stands in a row below. */
  allBelow: boolean;
  uses: Use[];
}

export interface Use {
  /** A row, a folder of rows, or a file in a row. */
  path: string;
  typesOnly: boolean;
}

const ALL_BELOW = 'all rows below';
const NOTHING = 'nothing';

/**
 * The rows of the tables in this text whose last column is called "May use", from top to bottom. There, names stand in
 * back quotes, with `types of` before those of which only types may be imported. A name without its top folder is one
 * beside the row's own.
 *
 * @throws Error where a cell is not understood.
 */
export function parseLayers(markdown: string): Layer[] {
  const rows = rowsOf(markdown);
  const paths = rows.map(({ path }) => path);
  return rows.map(({ path, mayUse }) => {
    const allBelow = mayUse === ALL_BELOW;
    const uses = allBelow || mayUse === NOTHING ? [] : mayUse.split(', ');
    return { path, allBelow, uses: uses.map((use) => parseUse(use, path, paths)) };
  });
}

function rowsOf(markdown: string): { path: string; mayUse: string }[] {
  let inTable = false;
  return markdown.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const mayUse = cells.at(-2) ?? '';
    inTable = mayUse === 'May use' || (inTable && cells.length > 2);
    const [, path] = /^`([^`]+)`$/.exec(cells[1] ?? '') ?? [];
    return inTable && path !== undefined ? [{ path, mayUse }] : [];
  });
}

function parseUse(text: string, path: string, rows: string[]): Use {
  const [, types, name] = /^(types of )?`([^`]+)`$/.exec(text) ?? [];
  if (name === undefined) throw new Error(`"${text}" in the row of ${path} is not understood`);
  const top = path.slice(0, path.indexOf('/') + 1);
  const beside = top + name;
  const isBeside = rows.some((row) => row !== top && isIn(beside, row));
  return { path: isBeside ? beside : name, typesOnly: types !== undefined };
}

/** Whether this path is the folder, or in it. */
export const isIn = (path: string, folder: string): boolean =>
  path === folder || (folder.endsWith('/') && path.startsWith(folder));
