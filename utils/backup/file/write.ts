import * as v from 'valibot';
import type { SequenceEmail, Subscriber } from '../../kit/shapes.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { Backup, BackupReader, Contents, Part, PartName } from '../backup.ts';
import { checksumOf, type ListedPart, sha256 } from '../checksum.ts';
import { type Complete, contentsOf, kindOf, Manifest, manifestOf, readContents } from '../format.ts';
import { csvOf, fieldsOf } from './csv.ts';
import { type EmailWords, emailPage } from './email-page.ts';
import { isManifestComplete, matchesManifest } from './integrity.ts';
import { MAX_PART, MAX_TOTAL } from './limits.ts';
import { emailFile } from './names.ts';
import type { WriteProblem } from './problems.ts';
import { type Emit, ZipTooLarge, type ZipWriter, zipWriter } from './zip.ts';

/** What people read in the zip, in their language. */
export interface ZipWords {
  readme(backup: Complete): string;
  email(email: SequenceEmail): EmailWords;
}

/**
 * Gives out a backup as a zip, piece by piece, and gives its size in bytes. What is in it is checked on the way, so that
 * a zip that was written can be opened again. Reads the backup three times: a CSV's heading names the fields of everybody, and there are two.
 * Rejects where the storage or `emit` does, and when told to stop.
 */
export async function writeZip(
  reader: BackupReader,
  words: ZipWords,
  emit: Emit,
  signal?: AbortSignal,
): Promise<Result<number, WriteProblem>> {
  const { backup } = reader;
  if (!isComplete(backup)) return fail({ kind: 'not complete' });
  const zip = zipWriter(emit, backup.completedAt);
  try {
    await zip.add('README.txt', [words.readme(backup)]);
    const written = await writeParts(reader, zip, words, signal);
    if (!written.ok) return written;
    const { listed, fields } = written.value;
    const manifest = manifestOf(backup, listed);
    if (
      !v.is(Manifest, manifest) ||
      !isManifestComplete(manifest) ||
      (await checksumOf(backup, listed)) !== backup.checksum
    ) {
      return fail({ kind: 'kept wrong', name: 'backup.json' });
    }
    await zip.add('backup.json', [`${JSON.stringify(manifest, null, 2)}\n`]);
    await zip.add('subscribers-active.csv', csvOf(peopleOf(reader, isActive, signal), fields));
    // Apart, since an import brings back who has unsubscribed.
    const others = peopleOf(reader, (person) => !isActive(person), signal);
    await zip.add('subscribers-not-active.csv', csvOf(others, fields));
    return ok(await zip.end());
  } catch (error) {
    if (error instanceof ZipTooLarge) return fail({ kind: 'too large' });
    throw error;
  }
}

const isComplete = (backup: Backup): backup is Complete =>
  backup.completedAt !== null && backup.checksum !== null;

async function writeParts(
  reader: BackupReader,
  zip: ZipWriter,
  words: ZipWords,
  signal: AbortSignal | undefined,
): Promise<Result<{ listed: ListedPart[]; fields: string[] }, WriteProblem>> {
  const listed: ListedPart[] = [];
  const fields = new Set<string>();
  let total = 0;
  for await (const part of partsOf(reader, signal)) {
    const { name, text, count } = part;
    const bytes = new TextEncoder().encode(text);
    total += bytes.length;
    if (bytes.length > MAX_PART || total > MAX_TOTAL) return fail({ kind: 'too large' });
    const read = readContents(name, text);
    if (!matchesManifest(part, read, reader.backup.sequence.id) || (await sha256(bytes)) !== part.sha256) {
      return fail({ kind: 'kept wrong', name });
    }
    const { contents } = read;
    listed.push({ name, sha256: part.sha256, count });
    await zip.add(`${name}.json`, [text]);
    if (isOf('people', name, contents)) for (const key of fieldsOf(contents)) fields.add(key);
    if (isOf('emails', name, contents)) await writeEmails(contents, zip, words);
  }
  return ok({ listed, fields: [...fields].toSorted() });
}

const isOf = <K extends keyof Contents>(
  kind: K,
  name: PartName,
  _: Contents[keyof Contents],
): _ is Contents[K] => kindOf(name) === kind;

async function writeEmails(emails: Contents['emails'], zip: ZipWriter, words: ZipWords): Promise<void> {
  for (const [index, email] of emails.entries()) {
    const name = emailFile(email.subject ?? '', index, emails.length);
    await zip.add(name, [emailPage(email, words.email(email))]);
  }
}

const isActive = ({ state }: Subscriber) => state === 'active';

async function* peopleOf(
  reader: BackupReader,
  isWanted: (person: Subscriber) => boolean,
  signal: AbortSignal | undefined,
) {
  for await (const { name, text } of partsOf(reader, signal)) {
    if (kindOf(name) === 'people') yield (contentsOf('people/0001', text) ?? []).filter(isWanted);
  }
}

/** Lets the browser do something else between them. */
async function* partsOf(reader: BackupReader, signal: AbortSignal | undefined): AsyncGenerator<Part> {
  for await (const part of reader.parts()) {
    signal?.throwIfAborted();
    yield part;
    await nextTask();
  }
}

/** Unlike a timer, it is not slowed down in a tab that nobody looks at. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
