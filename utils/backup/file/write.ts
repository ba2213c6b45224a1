import { fail, ok, type Result } from '../../result.ts';
import type { Backup, BackupReader, Part } from '../backup.ts';
import { checksumOf, type Listed, sha256 } from '../checksum.ts';
import { type Complete, contentsOf, kindOf, manifestOf } from '../format.ts';
import { csvOf, fieldsOf } from './csv.ts';
import { type EmailWords, emailPage } from './email-page.ts';
import { MAX_PART, MAX_TOTAL } from './limits.ts';
import { emailFile } from './names.ts';
import type { WriteProblem } from './problems.ts';
import { type Emit, ZipTooLarge, type ZipWriter, zipWriter } from './zip.ts';

/** What people read in the zip, in their language. */
export interface ZipWords {
  readme(backup: Complete): string;
  email(email: Parameters<typeof emailPage>[0]): EmailWords;
}

/**
 * Gives out a backup as a zip, piece by piece, and gives its size in bytes. What is in it is checked on the way, so that
 * a zip that was written can be opened again. Reads the backup twice, since a CSV's heading names the fields of everybody.
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
    if ((await checksumOf(backup, listed)) !== backup.checksum) {
      return fail({ kind: 'kept wrong', name: 'backup.json' });
    }
    await zip.add('backup.json', [`${JSON.stringify(manifestOf(backup, listed), null, 2)}\n`]);
    await zip.add('subscribers.csv', csvOf(peopleOf(reader, signal), fields));
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
): Promise<Result<{ listed: Listed[]; fields: string[] }, WriteProblem>> {
  const listed: Listed[] = [];
  const fields = new Set<string>();
  let total = 0;
  for await (const part of partsOf(reader, signal)) {
    const { name, text, count } = part;
    const bytes = new TextEncoder().encode(text);
    total += bytes.length;
    if (bytes.length > MAX_PART || total > MAX_TOTAL) return fail({ kind: 'too large' });
    const contents = contentsOf(name, text);
    if (contents === null || (await sha256(bytes)) !== part.sha256) return fail({ kind: 'kept wrong', name });
    listed.push({ name, sha256: part.sha256, count });
    await zip.add(`${name}.json`, [text]);
    const kind = kindOf(name);
    if (kind === 'people') for (const key of fieldsOf(peopleIn(part))) fields.add(key);
    if (kind === 'emails') await writeEmails(part, zip, words);
  }
  return ok({ listed, fields: [...fields].toSorted() });
}

async function writeEmails(part: Part, zip: ZipWriter, words: ZipWords): Promise<void> {
  const emails = contentsOf('emails', part.text) ?? [];
  for (const [index, email] of emails.entries()) {
    await zip.add(emailFile(email.subject ?? '', index, emails.length), [
      emailPage(email, words.email(email)),
    ]);
  }
}

const peopleIn = (part: Part) => contentsOf('people/0001', part.text) ?? [];

async function* peopleOf(reader: BackupReader, signal: AbortSignal | undefined) {
  for await (const part of partsOf(reader, signal)) {
    if (kindOf(part.name) === 'people') yield peopleIn(part);
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
