import type { Addition } from '../people/addition.ts';
import type { createAdditions } from '../people/additions.ts';
import type { Group } from '../people/groups.ts';
import { parseRestorePort, type RestoreAnswers } from './protocol.ts';
import type { Restore } from './restore.ts';
import type { createRestores } from './restores.ts';

interface Engines {
  restores: ReturnType<typeof createRestores>;
  additions: ReturnType<typeof createAdditions>;
}

interface OfBackup {
  backupId: string;
}

/** Told to do something; what comes of it is heard over the port. */
function tell(act: (backupId: string) => void) {
  return ({ backupId }: OfBackup) => {
    act(backupId);
    return null;
  };
}

/** What the background answers the manager. */
export function restoreHandlers({ restores, additions }: Engines) {
  return {
    'restore.losses': ({ backupId }: OfBackup) => restores.losses(backupId),
    'restore.start': (request: OfBackup & { accountId: number }) => restores.start(request),
    'restore.cancel': tell(restores.cancel),
    'restore.undo': tell(restores.undo),
    'restore.retry': tell(restores.retry),
    'restore.relinks': ({ backupId }: OfBackup) => restores.relinks(backupId),
    'restore.relink': (request: OfBackup & { sequenceId: number; shown: string }) => restores.relink(request),
    'people.groups': ({ backupId }: OfBackup) => additions.groups(backupId),
    'people.start': (request: OfBackup & { group: Group; people: number }) => additions.start(request),
    'people.pause': tell(additions.pause),
    'people.goOn': tell(additions.goOn),
    'people.cancel': tell(additions.cancel),
  } satisfies {
    [N in keyof RestoreAnswers]: (payload: never) => RestoreAnswers[N] | Promise<RestoreAnswers[N]>;
  };
}

/** The background's end of a port to a manager. */
interface Port {
  name: string;
  postMessage(told: Restore | Addition): void;
  onDisconnect: { addListener(closed: () => void): void };
}

/** Tells a manager what becomes of a restore or an addition, while it looks. Says whether the port is one for this. */
export function serveRestore(port: Port, { restores, additions }: Engines): boolean {
  const asked = parseRestorePort(port.name);
  if (!asked) return false;
  const { about, backupId } = asked;
  const post = (told: Restore | Addition) => port.postMessage(told);
  const leave = about === 'restore' ? restores.follow(backupId, post) : additions.follow(backupId, post);
  port.onDisconnect.addListener(leave);
  return true;
}
