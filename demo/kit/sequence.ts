import { People } from './people.ts';
import type { Email, Settings } from './types.ts';

export class Sequence {
  readonly settings: Settings;
  emails: Email[] = [];
  deleted = false;
  #versions: { since: number; people: People }[];

  constructor(settings: Settings, people = new People()) {
    this.settings = settings;
    this.#versions = [{ since: 0, people }];
  }

  get id(): number {
    return this.settings.id;
  }

  get people(): People {
    return this.peopleAt(Number.POSITIVE_INFINITY);
  }

  set people(people: People) {
    this.#versions.push({ since: Date.now(), people });
  }

  /** The people as they were: what Kit's lists and counts show lags behind what is. */
  peopleAt(ms: number): People {
    const version = this.#versions.findLast(({ since }) => since <= ms) ?? this.#versions[0];
    return version?.people ?? new People();
  }

  /** Ends the lag: what is shown is what is. */
  settle(): void {
    this.#versions = [{ since: 0, people: this.people }];
  }

  /** In the order in which they are sent. */
  get emailsInOrder(): Email[] {
    return this.emails.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);
  }
}
