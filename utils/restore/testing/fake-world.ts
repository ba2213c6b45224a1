import { vi } from 'vitest';
import { fetchFrom } from '../../../demo/in-process.ts';
import type { Kit as EmbeddedKit, Odd } from '../../../demo/kit/kit.ts';
import { SEED, seededKit } from '../../../demo/seed.ts';
import type { BackupReader } from '../../backup/backup.ts';
import { createRunner } from '../../jobs/runner.ts';
import { fakeBrowser } from '../../jobs/testing/fake-browser.ts';
import type { Budget } from '../../kit/budget.ts';
import { createKit } from '../../kit/client.ts';
import { ok } from '../../result.ts';
import { type RestoreDependencies, restoreJob } from '../definition.ts';
import { createRestoreQueries } from '../queries.ts';
import { LISTS_LAG } from '../reconcile.ts';
import { isRestoreEnded, type Restore, type RestoreState, subjectOfRestore } from '../restore.ts';
import { BACKUP, contentsFrom, readerWith } from './fakes.ts';

/** What happens to a request: it is lost before or after its effect, or something else is answered. */
export type Fault = (request: Request) => Fate | Promise<Fate>;
type Fate = 'lost before' | 'lost after' | Response | undefined;
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
      const fate = await fault(request);
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
  const browser = fakeBrowser(({ state }) => !isRestoreEnded(state as RestoreState));
  const subject = subjectOfRestore(BACKUP);
  const connected = { accounts: [{ id: SEED.account, name: 'Juniper' }] };
  const rows: Restore[] = [];
  /** The background dies, wherever it is, and is started again. */
  function live() {
    const { deps, mortal } = browser.start();
    const dependencies: RestoreDependencies = {
      kit: () => mortal(kit),
      accounts: async () => connected.accounts,
      openBackup: async () => reader,
    };
    const runner = createRunner(
      { restore: restoreJob(dependencies) },
      {
        ...deps,
        sleep: async (ms, signal) => {
          if (!signal?.aborted) vi.setSystemTime(Date.now() + ms);
        },
      },
    );
    runner.follow(subject, (row) => rows.push(row as Restore));
    const queries = createRestoreQueries({
      ...dependencies,
      latest: async () => (await browser.journal.latest(subject)) as Restore | null,
      note: ({ id }, event) => runner.note(id, event),
    });
    return { runner, queries };
  }
  let life = live();
  const reach = (...steps: RestoreState['step'][]) =>
    vi.waitFor(
      () => {
        const last = rows.at(-1);
        if (!last || !steps.includes(last.state.step)) throw new Error(`At ${JSON.stringify(last?.state)}`);
        return last;
      },
      { interval: 1, timeout: 10_000 },
    );
  const startFor = (accountId: number) => life.runner.start('restore', { backupId: BACKUP, accountId });
  const wish = (wanted: 'stop' | 'undo' | 'retry') => life.runner.wish(subject, wanted);
  const made = () => {
    const [account] = held.accounts;
    return (account?.sequences ?? []).filter((one) => one.id > 9000 && !one.deleted);
  };
  held.deleteSequence(id);
  asked.length = 0;
  return {
    ...{ held, kit, serve, contents, rows, reach, made, faults, asked, violations, browser },
    start: () => startFor(SEED.account),
    startFor,
    stop: () => wish('stop'),
    undo: () => wish('undo'),
    retry: () => wish('retry'),
    resume: () => life.runner.resume(),
    restart: () => {
      life = live();
    },
    /** The alarm that is set for the restore rings, at its time. */
    async ring() {
      const [[name, at] = ['', 0]] = browser.alarms;
      vi.setSystemTime(Math.max(Date.now(), at));
      browser.alarms.delete(name);
      await life.runner.wake(name);
    },
    relinks: () => life.queries.relinks(BACKUP),
    relink: (sequenceId: number, shown: string) =>
      life.queries.relink({ backupId: BACKUP, sequenceId, shown }),
    disconnect: () => {
      connected.accounts = [];
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
