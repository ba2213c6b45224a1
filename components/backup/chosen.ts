/** What a person chose or dropped: a file, or a folder's files by their paths. */
export type Chosen = { kind: 'file'; file: File } | { kind: 'folder'; files: { path: string; file: File }[] };

/** From an input for a folder. Null where it is empty. */
export function chosenFolder(list: FileList | null): Chosen | null {
  const files = [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return files.length > 0 ? { kind: 'folder', files } : null;
}

/**
 * What was dropped: the first folder or file of it. To be called while the event is heard, since what it holds is gone
 * afterwards. Rejects where it cannot be read.
 *
 * @param most files that are worth reading: of more, the rest is left out.
 */
export async function dropped(transfer: DataTransfer | null, most: number): Promise<Chosen | null> {
  const entry = transfer?.items[0]?.webkitGetAsEntry?.();
  if (entry?.isDirectory) {
    const files: { path: string; file: File }[] = [];
    for await (const one of filesIn(entry as FileSystemDirectoryEntry)) {
      files.push(one);
      if (files.length > most) break;
    }
    return { kind: 'folder', files };
  }
  const file = transfer?.files[0];
  return file ? { kind: 'file', file } : null;
}

async function* filesIn(folder: FileSystemDirectoryEntry): AsyncGenerator<{ path: string; file: File }> {
  const reader = folder.createReader();
  // It gives some at a time, and none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) yield* filesIn(entry as FileSystemDirectoryEntry);
      else {
        const file = await new Promise<File>((resolve, reject) =>
          (entry as FileSystemFileEntry).file(resolve, reject),
        );
        yield { path: entry.fullPath.replace(/^\//, ''), file };
      }
    }
  }
}
