import type { Backup, BackupReader, Part, PartName } from '../backup.ts';
import type { Chain, Checkpoint } from '../checkpoint.ts';
import { sha256 } from '../checksum.ts';
import type { BackupStore } from '../store.ts';
import { PeopleSet } from './ids.ts';
import { BackupAborted, fromStorage } from './problems.ts';

/**
 * A backup that is being captured: what is known of it, and whom it holds. Writes one transaction after the other. What
 * comes while one is under way goes into the next one together, since a safe write may take as long as a request.
 */
export class Ledger {
  readonly #store: BackupStore;
  #backup: Backup;
  #checkpoint: Checkpoint;
  #seen = new PeopleSet();
  #changes: ((state: State) => State)[] = [];
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(store: BackupStore, backup: Backup, checkpoint: Checkpoint) {
    this.#store = store;
    this.#backup = backup;
    this.#checkpoint = checkpoint;
  }

  static async begin(store: BackupStore, backup: Backup): Promise<Ledger> {
    const checkpoint = { chains: null, pages: 0 };
    return new Ledger(store, await fromStorage(store.write(backup, checkpoint)), checkpoint);
  }

  /** Goes on with an unfinished one. Everybody in it is looked at, to know whom it holds. */
  static async resume(store: BackupStore, backup: Backup): Promise<Ledger> {
    const [reader, checkpoint] = await fromStorage(
      Promise.all([store.open(backup.id), store.checkpoint(backup.id)]),
    );
    if (!reader) throw new BackupAborted({ kind: 'removed' });
    const ledger = new Ledger(store, reader.backup, checkpoint ?? { chains: null, pages: 0 });
    for await (const { name, text } of partsOf(reader)) {
      if (name.startsWith('people/')) for (const person of peopleIn(text)) ledger.#seen.add(person);
    }
    return ledger;
  }

  get backup(): Backup {
    return this.#backup;
  }

  get chains(): readonly Chain[] | null {
    return this.#checkpoint.chains;
  }

  get kept(): number {
    return this.#seen.size;
  }

  /** Writes what is known anew. Throws a `BackupAborted` where that fails, or when the backup was removed. */
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
      checkpoint: { ...state.checkpoint, chains: [...(state.checkpoint.chains ?? []), ...chains] },
    }));
  }

  /**
   * Writes a page of people, without those that are there already, along with where its chain goes on. Pages are
   * written in the order in which this is called.
   *
   * @param place of the chain among `chains`.
   */
  keep(place: number, people: unknown[], next: Pick<Chain, 'after' | 'done'>): Promise<void> {
    const fresh = people.filter((person) => this.#seen.add(person));
    const part = partOf('people/', fresh, fresh.length);
    return this.#write(({ backup, checkpoint, parts }) => {
      const chains = (checkpoint.chains ?? []).map((one, at) => (at === place ? { ...one, ...next } : one));
      const { pages } = checkpoint;
      if (fresh.length === 0) return { backup, parts, checkpoint: { chains, pages } };
      const name: PartName = `people/${String(pages + 1).padStart(4, '0')}`;
      const kept = backup.people.kept + fresh.length;
      return {
        backup: { ...backup, people: { ...backup.people, kept } },
        checkpoint: { chains, pages: pages + 1 },
        parts: [...parts, part.then((part) => ({ ...part, name }))],
      };
    });
  }

  /** Writes that it is complete, and no longer how far it has come. */
  async finish(change: Pick<Backup, 'completedAt' | 'checksum'>): Promise<Backup> {
    await this.#last;
    const written = await fromStorage(this.#store.update({ ...this.#backup, ...change }, null));
    if (!written) throw new BackupAborted({ kind: 'removed' });
    return written;
  }

  /** Lets go of what tells people apart. Nobody can be kept after that. */
  close(): void {
    this.#seen = new PeopleSet();
  }

  async reader(): Promise<BackupReader> {
    const reader = await fromStorage(this.#store.open(this.#backup.id));
    if (!reader) throw new BackupAborted({ kind: 'removed' });
    return reader;
  }

  #write(change: (state: State) => State): Promise<void> {
    this.#changes.push(change);
    // After a write that failed none follows: the capture has ended.
    this.#next ??= this.#last = this.#last.then(() => this.#flush());
    return this.#next;
  }

  async #flush(): Promise<void> {
    this.#next = null;
    const before: State = { backup: this.#backup, checkpoint: this.#checkpoint, parts: [] };
    const { backup, checkpoint, parts } = this.#changes
      .splice(0)
      .reduce((state, change) => change(state), before);
    const written = await fromStorage(this.#store.update(backup, checkpoint, await Promise.all(parts)));
    if (!written) throw new BackupAborted({ kind: 'removed' });
    this.#backup = written;
    this.#checkpoint = checkpoint;
  }
}

/** What is written in one transaction. */
interface State {
  backup: Backup;
  checkpoint: Checkpoint;
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
    if (error instanceof BackupAborted) throw error;
    throw new BackupAborted({ kind: error instanceof DOMException ? 'storage failed' : 'damaged' });
  }
}

/** The people of a part, as Kit sent them. */
export function peopleIn(text: string): unknown[] {
  const people = parsed(text);
  if (Array.isArray(people)) return people;
  throw new BackupAborted({ kind: 'damaged' });
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BackupAborted({ kind: 'damaged' });
  }
}
