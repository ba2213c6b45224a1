import { parseRestorePort, type RestoreAnswers } from './protocol.ts';
import type { Restore } from './restore.ts';
import type { createRestores } from './restores.ts';

type Restores = ReturnType<typeof createRestores>;

interface OfBackup {
  backupId: string;
}

/** Told to go on; what comes of it is heard over the port. */
function tell(act: (backupId: string) => void) {
  return ({ backupId }: OfBackup) => {
    act(backupId);
    return null;
  };
}

/** What the background answers the manager. */
export function restoreHandlers(restores: Restores) {
  return {
    'restore.losses': ({ backupId }: OfBackup) => restores.losses(backupId),
    'restore.start': (request: OfBackup & { accountId: number }) => restores.start(request),
    'restore.cancel': tell(restores.cancel),
    'restore.undo': tell(restores.undo),
    'restore.retry': tell(restores.retry),
    'restore.relinks': ({ backupId }: OfBackup) => restores.relinks(backupId),
    'restore.relink': (request: OfBackup & { sequenceId: number; shown: string }) => restores.relink(request),
  } satisfies {
    [N in keyof RestoreAnswers]: (payload: never) => RestoreAnswers[N] | Promise<RestoreAnswers[N]>;
  };
}

/** The way to a manager. */
interface Port {
  name: string;
  postMessage(restore: Restore): void;
  onDisconnect: { addListener(closed: () => void): void };
}

/** Tells a manager what becomes of a restore, for as long as it looks. Says whether the port is one for this. */
export function serveRestore(port: Port, restores: Restores): boolean {
  const backupId = parseRestorePort(port.name);
  if (backupId === null) return false;
  port.onDisconnect.addListener(restores.follow(backupId, (restore) => port.postMessage(restore)));
  return true;
}
