import { vi } from 'vitest';
import { fetchFrom } from '../../../demo/in-process.ts';
import type { Kit as EmbeddedKit, Odd } from '../../../demo/kit/kit.ts';
import { SEED, seededKit } from '../../../demo/seed.ts';
import type { BackupReader } from '../../backup/backup.ts';
import { memoryRows } from '../../journal/fakes.ts';
import type { Budget } from '../../kit/budget.ts';
import { createKit } from '../../kit/client.ts';
import { ok } from '../../result.ts';
import { LISTS_LAG } from '../reconcile.ts';
import { isRestoreEnded, type Restore, type RestoreState } from '../restore.ts';
import { createRestores, type RestoreDependencies } from '../restores.ts';
import { BACKUP, contentsFrom, readerWith } from './fakes.ts';

/** What happens to a request: it is lost before or after its effect, or something else is answered. */
export type Fault = (request: Request) => 'lost before' | 'lost after' | Response | undefined;
const unlimited: Budget = { turn: async () => ok(null), refused: () => undefined };

/** The extension's own code on the embedded Kit. Time passes only in pauses. */
export async function setUp(
  odd: Partial<Odd> = {},
  id: number = SEED.welcome,
  prepare?: (kit: EmbeddedKit) => void,
) {
  const held = seededKit();
  held.limits.key = 1_000_000;
  prepare?.(held);
  Object.assign(held.odd, odd);
  const violations: string[] = [];
  const serve = fetchFrom(held, violations);
  const faults: Fault[] = [];
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    for (const fault of [...faults]) {
      const fate = fault(request);
      if (fate === undefined) continue;
      faults.splice(faults.indexOf(fault), 1);
      if (fate instanceof Response) return fate;
      if (fate === 'lost after') await serve(request);
      throw new TypeError('Failed to fetch');
    }
    return serve(request);
  };
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) },
    { fetch, budget: unlimited, sleep: async () => undefined },
  );
  vi.setSystemTime(Date.now() + LISTS_LAG);
  const contents = await contentsFrom(kit, id, [
    { id: SEED.excludes, name: 'Win back quiet readers' },
    { id: 99, name: 'Customer care after a purchase' },
  ]);
  let reader: BackupReader | null = await readerWith(contents);
  const { journal } = memoryRows<Restore, string>(
    ({ backupId }) => backupId,
    ({ state }) => isRestoreEnded(state),
  );
  const watched: boolean[] = [];
  const deps: RestoreDependencies = {
    journal,
    kit: () => kit,
    accounts: async () => [{ id: SEED.account, name: 'Juniper' }],
    openBackup: async () => reader,
    lock: (_id, work) => work(),
    watch: async (open) => {
      watched.push(open);
    },
    sleep: async (ms) => {
      vi.setSystemTime(Date.now() + ms);
    },
  };
  const restores = createRestores(deps);
  const rows: Restore[] = [];
  restores.follow(BACKUP, (row) => rows.push(row));
  const reach = (...steps: RestoreState['step'][]) =>
    vi.waitFor(
      () => {
        const last = rows.at(-1);
        if (!last || !steps.includes(last.state.step)) throw new Error(`At ${JSON.stringify(last?.state)}`);
        return last;
      },
      { interval: 1, timeout: 10_000 },
    );
  const start = () => restores.start({ backupId: BACKUP, accountId: SEED.account });
  const made = () => {
    const [account] = held.accounts;
    return (account?.sequences ?? []).filter((one) => one.id > 9000 && !one.deleted);
  };
  held.deleteSequence(id);
  asked.length = 0;
  return {
    ...{
      held,
      kit,
      contents,
      restores,
      rows,
      reach,
      start,
      made,
      faults,
      asked,
      violations,
      deps,
      watched,
    },
    loseBackup: () => {
      reader = null;
    },
    editBackup: () => {
      const part = reader?.part;
      if (!reader || !part) return;
      reader = {
        ...reader,
        part: async (name) => {
          const found = await part(name);
          return found && { ...found, text: found.text.replace('Welcome', 'Farewell') };
        },
      };
    },
  };
}

export const creating: (request: Request) => boolean = ({ method, url }) =>
  method === 'POST' && url.endsWith('/v4/sequences');
export const writing = ({ method, url }: Request) => method === 'POST' && url.endsWith('/emails');
