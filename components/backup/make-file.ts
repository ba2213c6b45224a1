import type { BackupReader } from '../../utils/backup/backup.ts';
import { createCollector } from '../../utils/backup/collect.ts';
import type { WriteProblem } from '../../utils/backup/file/problems.ts';
import { writeZip } from '../../utils/backup/file/write.ts';
import { ok, type Result } from '../../utils/result.ts';
import { zipWords } from './zip-words.ts';

/** A backup as a file that lies on the disk, not in memory. Rejects where the storage fails, and when told to stop. */
export async function zipFile(
  reader: BackupReader,
  signal: AbortSignal,
): Promise<Result<Blob, WriteProblem>> {
  const collector = createCollector();
  const written = await writeZip(reader, zipWords(), collector.add, signal);
  if (!written.ok) return written;
  signal.throwIfAborted();
  return ok(collector.file('application/zip'));
}
