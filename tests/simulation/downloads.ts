import type { SaveProblem } from '../../utils/backup/save.ts';
import { fail, ok, type Result } from '../../utils/result.ts';
import type { Saves } from '../../utils/sequence/definition.ts';
import type { Life } from './life.ts';
import type { Time } from './time.ts';

interface Download {
  backupId: string;
  /** Null while the browser writes it. */
  end: Result<null, SaveProblem> | null;
  /** Called when it ends. */
  heard: Set<() => void>;
}

/** The browser's own downloads, which outlive the background: files arrive, break off, or are cancelled by a person. */
export class Downloads {
  /** Whether a person wants each backup there. */
  readonly wanted: boolean;
  private readonly all: Download[] = [];
  private readonly time: Time;

  constructor(time: Time, wanted: boolean) {
    this.time = time;
    this.wanted = wanted;
  }

  /** Whether the whole file of a backup is there. */
  isWhole = (backupId: string): boolean =>
    this.all.some((one) => one.backupId === backupId && one.end?.ok === true);

  savesOf(life: Life): Saves {
    return {
      wanted: async () => this.wanted,
      begin: (backupId) =>
        new Promise((resolve) => {
          const random = this.time.random('downloads');
          this.time.in(random.between(5, 200), () => {
            if (life.isDead) return;
            const there = this.all.findIndex((one) => one.backupId === backupId && one.end?.ok !== false);
            if (there >= 0) resolve(ok(there));
            else if (random.chance(0.1)) resolve(fail({ kind: 'downloads not allowed' }));
            else resolve(ok(this.add(backupId)));
          });
        }),
      whole: (_, item, signal) =>
        new Promise((resolve) => {
          const one = this.all[item];
          const tell = () => {
            one?.heard.delete(tell);
            if (!life.isDead) resolve(one?.end ?? fail({ kind: 'download failed' }));
          };
          if (!one || one.end || signal.aborted) return tell();
          one.heard.add(tell);
          signal.addEventListener('abort', tell);
        }),
    };
  }

  private add(backupId: string): number {
    const random = this.time.random('downloads');
    const one: Download = { backupId, end: null, heard: new Set() };
    const end: Download['end'] = random.chance(0.8)
      ? ok(null)
      : fail({ kind: random.pick(['download failed', 'download cancelled', 'no room'] as const) });
    this.time.in(random.between(50, 20_000), () => {
      one.end = end;
      for (const tell of [...one.heard]) tell();
    });
    return this.all.push(one) - 1;
  }
}
