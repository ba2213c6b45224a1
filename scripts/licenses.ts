import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code is in a build. */
export interface Bundled {
  name: string;
  version: string;
  license: string;
  /** Where its source is: some licences want that told. */
  source: string;
  text: string;
}

/** Code that tools add, under names of their own. */
const TOOLS: [prefix: string, name: string][] = [
  ['\0vite/', 'vite'],
  ['\0rolldown/', 'rolldown'],
  ['\0virtual:wxt-', 'wxt'],
];

/**
 * The packages that these modules belong to, sorted.
 * @param ids as the bundler gives them: paths, and names that begin with a null.
 */
export function packagesOf(ids: Iterable<string>): string[] {
  const names = [...ids].flatMap((id) => {
    const [, name = TOOLS.find(([prefix]) => id.startsWith(prefix))?.[1]] =
      /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id) ?? [];
    return name ? [name.replace('\\', '/')] : [];
  });
  return [...new Set(names)].toSorted();
}

/** @param modules the folder `node_modules`. Throws where a package comes without its licence. */
export function bundledIn(modules: string, name: string): Bundled {
  const { version, license, repository } = manifestOf(modules, name);
  const source = repositoryOf(repository);
  const text = textIn(join(modules, name)) ?? neighbourText(modules, name, source);
  if (!version || !license || !source || !text) throw new Error(`No licence was found for ${name}`);
  return { name, version, license, source, text };
}

interface PackageJson {
  version?: string;
  license?: string;
  repository?: string | { url?: string };
}

const manifestOf = (modules: string, name: string): PackageJson =>
  JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));

function repositoryOf(repository: PackageJson['repository']): string | undefined {
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url && /^[\w.-]+\/[\w.-]+$/.test(url)) return `https://github.com/${url}`;
  return url?.replace(/^(?:git\+)?(?:git|https):\/\//, 'https://').replace(/\.git$/, '');
}

function textIn(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(name));
  if (!file) return undefined;
  const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  // Vite names what is bundled in itself too, and none of that is in what it builds.
  const [own = ''] = text.split('\n# Licenses of bundled dependencies\n');
  return own.trim();
}

/** Packages of one repository, in one scope, have one licence, and not each of them brings its text. */
function neighbourText(modules: string, name: string, source: string | undefined): string | undefined {
  const scope = name.startsWith('@') ? name.split('/')[0] : `@${name}-dev`;
  if (!scope || !existsSync(join(modules, scope))) return undefined;
  return readdirSync(join(modules, scope))
    .toSorted()
    .map((neighbour) => `${scope}/${neighbour}`)
    .filter((neighbour) => repositoryOf(manifestOf(modules, neighbour).repository) === source)
    .map((neighbour) => textIn(join(modules, neighbour)))
    .find((text) => text !== undefined);
}

/** The file that goes with a build. */
export function licenseFile(own: string, bundled: Bundled[]): string {
  const sections = bundled.map(
    ({ name, version, license, source, text }) =>
      `${name} ${version}\nLicense: ${license}\nSource: ${source}\n\n${text}`,
  );
  return `${[own.replaceAll('\r\n', '\n').trim(), ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** For WXT: a plugin for each of its bundles, and a hook that writes what they hold. */
export function licenses() {
  const ids = new Set<string>();
  return {
    plugin: {
      name: 'licenses',
      generateBundle(_options: unknown, bundle: Record<string, { type: string; moduleIds?: string[] }>) {
        for (const { moduleIds = [] } of Object.values(bundle)) for (const id of moduleIds) ids.add(id);
      },
    },
    write({ root, outDir }: { root: string; outDir: string }) {
      const modules = join(root, 'node_modules');
      const bundled = packagesOf(ids).map((name) => bundledIn(modules, name));
      const own = readFileSync(join(root, 'LICENSE'), 'utf8');
      writeFileSync(join(outDir, 'licenses.txt'), licenseFile(own, bundled));
    },
  };
}
