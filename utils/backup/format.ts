import * as v from 'valibot';
import { asEmail, asSequence, asSubscriber } from '../kit/shapes.ts';
import { type Backup, type Contents, FORMAT, type KindOf, type PartName } from './backup.ts';
import type { ListedPart } from './checksum.ts';

/**
 * The files of a downloaded backup (docs/backup-format.md and, for other programs, docs/backup-format.schema.json).
 * Whatever Kit's shapes let into a backup must be let out of a file again, so they are the same ones.
 */
const PRODUCT = 'safe-delete-for-kit';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const PART_NAME = /^(?:sequence|emails|names|references|people\/[0-9]{4,6})$/;
export const isPartName = (name: unknown): name is PartName =>
  typeof name === 'string' && PART_NAME.test(name);

/** As `Date.toISOString` writes it, so that the milliseconds are the same in both directions. */
const isTime = (text: string) => {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
};
const time = v.pipe(
  v.string(),
  v.regex(/^[0-9]{4}-(?:0[1-9]|1[0-2])-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/),
  v.check(isTime),
);
const named = v.looseObject({ id, name: v.string() });

/** `backup.json` */
export const Manifest = v.looseObject({
  product: v.literal(PRODUCT),
  format: v.literal(FORMAT),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
  account: named,
  sequence: named,
  startedAt: time,
  completedAt: time,
  /** `expected`: people in the sequence as Kit counted them. */
  counts: v.looseObject({ emails: count, people: count, expected: v.nullable(count) }),
  parts: v.array(v.looseObject({ name: v.custom<PartName>(isPartName), sha256: hash, count })),
  checksum: hash,
});
export type Manifest = v.InferOutput<typeof Manifest>;

const label = v.looseObject({ id: v.number(), name: v.string() });

/** Reads each item for itself, and leaves out those that cannot be used: one of them costs no backup. */
const listOf =
  <T>(read: (sent: unknown) => T | null) =>
  (json: unknown): T[] | null =>
    Array.isArray(json) ? json.flatMap((sent) => read(sent) ?? []) : null;
const given =
  <S extends v.GenericSchema>(schema: S) =>
  (json: unknown): v.InferInput<S> | null =>
    v.is(schema, json) ? json : null;

/** What each part's file says; null where it has another shape. */
export const PARTS: { [K in keyof Contents]: (json: unknown) => Contents[K] | null } = {
  sequence: asSequence,
  emails: listOf(asEmail),
  names: given(v.array(v.looseObject({ type: v.string(), id: v.number(), name: v.nullable(v.string()) }))),
  references: given(v.looseObject({ excludedFrom: v.array(label), whole: v.boolean() })),
  people: listOf(asSubscriber),
};

export const kindOf = <N extends PartName>(name: N) =>
  (name.startsWith('people/') ? 'people' : name) as KindOf<N>;

interface Read<N extends PartName> {
  contents: Contents[KindOf<N>];
  /** How many emails or people are in it, with those that cannot be used; 1 for the other kinds. */
  count: number;
}

/** What a part's text says; null when it is not JSON, or not of the shape that its name promises. */
export function readContents<N extends PartName>(name: N, text: string): Read<N> | null {
  const json = fromJson(text);
  const contents = PARTS[kindOf(name)](json);
  return contents && { contents, count: countOf(name, json) };
}

export const contentsOf = <N extends PartName>(name: N, text: string): Contents[KindOf<N>] | null =>
  readContents(name, text)?.contents ?? null;

/** How many emails or people these are; 1 for the other kinds. */
export const countOf = (name: PartName, json: unknown) => {
  const kind: keyof Contents = kindOf(name);
  return (kind === 'emails' || kind === 'people') && Array.isArray(json) ? json.length : 1;
};

/** Undefined when it is not JSON. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A backup that is complete: only such a one is written into a file. */
export type Complete = Backup & { completedAt: number; checksum: string };

export function manifestOf(backup: Complete, parts: ListedPart[]): Manifest {
  return {
    product: PRODUCT,
    format: backup.format,
    id: backup.id,
    account: { id: backup.account.id, name: backup.account.name },
    sequence: { id: backup.sequence.id, name: backup.sequence.name },
    startedAt: new Date(backup.startedAt).toISOString(),
    completedAt: new Date(backup.completedAt).toISOString(),
    counts: { emails: backup.emails, people: backup.people.kept, expected: backup.people.expected },
    parts: parts.map(({ name, sha256, count }) => ({ name, sha256, count })),
    checksum: backup.checksum,
  };
}

/** @param size of the file, in bytes. */
export function backupOf(manifest: Manifest, size: number): Complete {
  return {
    id: manifest.id,
    format: manifest.format,
    account: { id: manifest.account.id, name: manifest.account.name },
    sequence: { id: manifest.sequence.id, name: manifest.sequence.name },
    startedAt: Date.parse(manifest.startedAt),
    completedAt: Date.parse(manifest.completedAt),
    emails: manifest.counts.emails,
    people: { kept: manifest.counts.people, expected: manifest.counts.expected },
    size,
    checksum: manifest.checksum,
    origin: 'file',
    deletedAt: null,
    downloadedAt: null,
  };
}
