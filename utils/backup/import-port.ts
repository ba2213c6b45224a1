import * as v from 'valibot';
import { fail, type Result } from '../result.ts';
import { type Backup, FORMAT, type Part, type PartName } from './backup.ts';
import { sha256 } from './checksum.ts';
import { isPartName } from './format.ts';
import { type ImportedBackup, type ImportProblem, importBackup } from './import.ts';
import type { BackupStore } from './store.ts';

/**
 * A page reads a backup out of a file, and the background keeps it: only there is the storage certain to be the one that
 * backups lie in. The background asks for one piece after the other; that the port ends before is a person's cancel.
 */
export type ImportAsk =
  | { want: 'backup' }
  | { want: 'piece' }
  /** How many emails and people were written. */
  | { kept: number }
  | { end: Result<ImportedBackup, ImportProblem | { kind: 'storage failed' }> };

/** A part, or a piece of one that is large; `more`: the next piece is of the same part. */
export type ImportPiece = Part & { more: boolean };

interface Port {
  postMessage(ask: ImportAsk): void;
  onMessage: { addListener(heard: (message: unknown) => void): void };
  onDisconnect: { addListener(ended: () => void): void };
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const named = v.strictObject({ id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)), name: v.string() });
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A whole backup, as one is read out of a file. */
const WholeBackup = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  format: v.literal(FORMAT),
  account: v.looseObject(named.entries),
  sequence: named,
  startedAt: v.number(),
  completedAt: v.number(),
  emails: count,
  people: v.strictObject({ kept: count, expected: v.nullable(count) }),
  size: v.number(),
  checksum: hash,
  origin: v.literal('file'),
  deletedAt: v.null(),
  downloadedAt: v.nullable(v.number()),
});

const Piece = v.nullable(
  v.strictObject({
    name: v.custom<PartName>(isPartName),
    text: v.string(),
    sha256: hash,
    count,
    more: v.boolean(),
  }),
);

/** Keeps what a page reads out of a file. @param id of the backup that the port is about. */
export async function serveImport(
  port: Port,
  id: string,
  store: Pick<BackupStore, 'find' | 'write' | 'update' | 'remove'>,
): Promise<void> {
  const left = new AbortController();
  let asked: PromiseWithResolvers<unknown> | undefined;
  port.onMessage.addListener((message) => asked?.resolve(message));
  port.onDisconnect.addListener(() => {
    left.abort();
    asked?.reject(left.signal.reason);
  });
  function ask(wanted: ImportAsk): Promise<unknown> {
    left.signal.throwIfAborted();
    asked = Promise.withResolvers();
    port.postMessage(wanted);
    return asked.promise;
  }

  async function* parts(): AsyncGenerator<Part> {
    for (let text = ''; ; ) {
      const piece = v.parse(Piece, await ask({ want: 'piece' }));
      if (!piece) return;
      text += piece.text;
      if (piece.more) continue;
      const { name, sha256: promised, count } = piece;
      if ((await sha256(text)) !== promised) throw new Error('A part did not arrive as it was');
      yield { name, sha256: promised, count, text };
      text = '';
    }
  }

  async function keep(): Promise<Extract<ImportAsk, { end: unknown }>['end']> {
    const backup: Backup = v.parse(WholeBackup, await ask({ want: 'backup' }));
    if (backup.id !== id) throw new Error('Another backup');
    const tell = (kept: number) => port.postMessage({ kept });
    return importBackup(store, { backup, parts }, tell, left.signal);
  }

  const end = await keep().catch(() => fail({ kind: 'storage failed' } as const));
  if (!left.signal.aborted) port.postMessage({ end });
}
