import type { Subscriber } from '../../kit/shapes.ts';
import type { Backup, BackupReader, Part, PartName } from '../backup.ts';
import { sha256 } from '../checksum.ts';
import type { Chain, Progress } from '../progress.ts';
import type { BackupStore } from '../store.ts';
import { IdSet } from './ids.ts';
import { fromStorage, Stop } from './problems.ts';

/**
 * A backup that is being taken: what is known of it, and whom it holds. Writes one transaction after the other. What
 * comes while one is under way goes into the next one together, since a safe write may take as long as a request.
 */
export class Ledger {
  readonly #store: BackupStore;
  #backup: Backup;
  #progress: Progress;
  #seen = new IdSet();
  #changes: ((state: State) => State)[] = [];
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(store: BackupStore, backup: Backup, progress: Progress) {
    this.#store = store;
    this.#backup = backup;
    this.#progress = progress;
  }

  static async begin(store: BackupStore, backup: Backup): Promise<Ledger> {
    const progress = { chains: null, pages: 0 };
    return new Ledger(store, await fromStorage(store.write(backup, progress)), progress);
  }

  /** Goes on with an unfinished one. Everybody in it is looked at, to know whom it holds. */
  static async resume(store: BackupStore, backup: Backup): Promise<Ledger> {
    const [reader, progress] = await fromStorage(
      Promise.all([store.open(backup.id), store.progress(backup.id)]),
    );
    if (!reader) throw new Stop({ kind: 'removed' });
    const ledger = new Ledger(store, reader.backup, progress ?? { chains: null, pages: 0 });
    for await (const { name, text } of partsOf(reader)) {
      if (name.startsWith('people/')) for (const { id } of peopleIn(text)) ledger.#seen.add(id);
    }
    return ledger;
  }

  get backup(): Backup {
    return this.#backup;
  }

  get chains(): readonly Chain[] | null {
    return this.#progress.chains;
  }

  get kept(): number {
    return this.#seen.size;
  }

  /** Writes what is known anew. Throws a `Stop` where that fails, or when the backup was removed. */
  save(change: Partial<Backup>, parts: Part[] = []): Promise<void> {
    return this.#write((state) => ({
      ...state,
      backup: { ...state.backup, ...change },
      parts: [...state.parts, ...parts.map((part) => Promise.resolve(part))],
    }));
  }

  /** Sets out to read the people of these pieces too. */
  add(chains: Chain[]): Promise<void> {
    return this.#write((state) => ({
      ...state,
      progress: { ...state.progress, chains: [...(state.progress.chains ?? []), ...chains] },
    }));
  }

  /**
   * Writes a page of people, without those that are there already, along with where its chain goes on. Pages are
   * written in the order in which this is called.
   *
   * @param place of the chain among `chains`.
   */
  keep(place: number, people: Subscriber[], next: Pick<Chain, 'after' | 'done'>): Promise<void> {
    const fresh = people.filter(({ id }) => this.#seen.add(id));
    const part = partOf('people/', fresh, fresh.length);
    return this.#write(({ backup, progress, parts }) => {
      const chains = (progress.chains ?? []).map((one, at) => (at === place ? { ...one, ...next } : one));
      const { pages } = progress;
      if (fresh.length === 0) return { backup, parts, progress: { chains, pages } };
      const name: PartName = `people/${String(pages + 1).padStart(4, '0')}`;
      const kept = backup.people.kept + fresh.length;
      return {
        backup: { ...backup, people: { ...backup.people, kept } },
        progress: { chains, pages: pages + 1 },
        parts: [...parts, part.then((part) => ({ ...part, name }))],
      };
    });
  }

  /** Writes that it is complete, and no longer how far it has come. */
  async finish(change: Pick<Backup, 'completedAt' | 'checksum'>): Promise<Backup> {
    await this.#last;
    const written = await fromStorage(this.#store.update({ ...this.#backup, ...change }, null));
    if (!written) throw new Stop({ kind: 'removed' });
    return written;
  }

  /** Lets go of what tells people apart. Nobody can be kept after that. */
  close(): void {
    this.#seen = new IdSet();
  }

  async reader(): Promise<BackupReader> {
    const reader = await fromStorage(this.#store.open(this.#backup.id));
    if (!reader) throw new Stop({ kind: 'removed' });
    return reader;
  }

  #write(change: (state: State) => State): Promise<void> {
    this.#changes.push(change);
    // After a write that failed none follows: the taking has ended.
    this.#next ??= this.#last = this.#last.then(() => this.#flush());
    return this.#next;
  }

  async #flush(): Promise<void> {
    this.#next = null;
    const before: State = { backup: this.#backup, progress: this.#progress, parts: [] };
    const { backup, progress, parts } = this.#changes
      .splice(0)
      .reduce((state, change) => change(state), before);
    const written = await fromStorage(this.#store.update(backup, progress, await Promise.all(parts)));
    if (!written) throw new Stop({ kind: 'removed' });
    this.#backup = written;
    this.#progress = progress;
  }
}

/** What is written in one transaction. */
interface State {
  backup: Backup;
  progress: Progress;
  parts: Promise<Part>[];
}

export async function partOf(name: PartName, content: unknown, count: number): Promise<Part> {
  const text = JSON.stringify(content);
  return { name, text, sha256: await sha256(text), count };
}

/** As the reader gives them; a part that cannot be read is damaged, unless the storage says otherwise. */
export async function* partsOf(reader: BackupReader): AsyncGenerator<Part> {
  try {
    yield* reader.parts();
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop({ kind: error instanceof DOMException ? 'storage failed' : 'damaged' });
  }
}

/** The people of a part, of whom only the ids are looked at. */
export function peopleIn(text: string): { id: number }[] {
  const people = parsed(text);
  if (Array.isArray(people) && people.every(({ id }) => Number.isSafeInteger(id))) return people;
  throw new Stop({ kind: 'damaged' });
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Stop({ kind: 'damaged' });
  }
}
