import { type Account, liveSequences } from './account.ts';
import { type Block, People, subscriberIn } from './people.ts';
import { Sequence } from './sequence.ts';
import { type Email, iso, type Settings, type State, type Subscriber, WEEK } from './types.ts';

/** Rules of Kit's that are documented one way and were seen another, or not known at all. Tests try each. */
export interface Odd {
  /** Replies keep the positions of emails to themselves. */
  nullPositions: boolean;
  /** What becomes of `send_days` sent with a delay in hours. */
  hourDays: 'refused' | 'dropped' | 'kept';
  /** New sequences and emails are not in the lists for so long. */
  listLagMs: number;
  /** Lists of emails give no content, even where asked for. */
  listsLackContent: boolean;
  /** What `content: null` does to an email. */
  nullContent: 'clears' | 'keeps';
  /** The only template ids that are taken; null for any. */
  templates: number[] | null;
  /** A delay of 0 days is refused for any email but the first. */
  onlyFirstAtOnce: boolean;
  /** The plan takes no further sequence: 403. */
  full: boolean;
}

/** Everything that the demo's Kit knows. Tests read and change it in process. */
export class Kit {
  readonly accounts: Account[] = [];
  /**
   * How far lists of subscribers and all counts (`subscriber_count`, `total_count`) lag behind the truth. At Kit
   * it is 30 s to 5 min. Settings, emails and replies to writes are always current.
   */
  countLagMs = 0;
  /** Requests that an account may make in any 60 s, by kind of credential. */
  limits = { key: 120, bearer: 600 };
  odd: Odd = {
    nullPositions: false,
    hourDays: 'refused',
    listLagMs: 0,
    listsLackContent: false,
    nullContent: 'clears',
    templates: null,
    onlyFirstAtOnce: false,
    full: false,
  };
  /** When sequences and emails were made. */
  readonly #madeAt = new WeakMap<object, number>();
  /** Whether the API takes access tokens at all: unknown for those of registered clients. */
  acceptsOAuthTokens = true;
  #lastId = 9000;
  #lastSubscriberId = 4_000_000;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Also finds deleted ones: look at `deleted`. */
  sequence(id: number): Sequence {
    const found = this.accounts.flatMap(({ sequences }) => sequences).find((one) => one.id === id);
    if (!found) throw new Error(`The demo has no sequence ${id}`);
    return found;
  }

  account(id: number): Account | undefined {
    return this.accounts.find(({ profile }) => profile.id === id);
  }

  addSequence(account: Account, fields: Partial<Settings> & { name: string }): Sequence {
    const now = iso(Date.now());
    const sequence = new Sequence({
      id: this.nextId(),
      hold: false,
      repeat: false,
      created_at: now,
      updated_at: now,
      email_address: null,
      email_template_id: null,
      send_days: WEEK,
      send_hour: 9,
      time_zone: account.profile.timezone.name,
      active: true,
      exclude_subscriber_sources: [],
      ...fields,
    });
    account.sequences.push(sequence);
    this.#madeAt.set(sequence, Date.now());
    return sequence;
  }

  change(id: number, fields: Partial<Settings>): void {
    Object.assign(this.sequence(id).settings, fields, { updated_at: iso(Date.now()) });
  }

  rename(id: number, name: string): void {
    this.change(id, { name });
  }

  pause(id: number): void {
    this.change(id, { active: false });
  }

  resume(id: number): void {
    this.change(id, { active: true });
  }

  deleteSequence(id: number): void {
    this.sequence(id).deleted = true;
  }

  /** An email as Kit makes it when nothing else is said: a draft, last, on every day. */
  addEmail(id: number, fields: Partial<Email> & { subject: string }): Email {
    const sequence = this.sequence(id);
    const positions = sequence.emails.map(({ position }) => position ?? 0);
    const email: Email = {
      id: this.nextId(),
      sequence_id: id,
      preview_text: null,
      email_address: this.ownerOf(id).profile.primary_email_address,
      email_template_id: null,
      published: false,
      position: Math.max(-1, ...positions) + 1,
      delay_value: 1,
      delay_unit: 'days',
      send_days: fields.delay_unit === 'hours' ? null : WEEK,
      content: null,
      ...fields,
    };
    sequence.emails.push(email);
    this.#madeAt.set(email, Date.now());
    return email;
  }

  /** Whether the lists show it by now. */
  isListed(one: Sequence | Email): boolean {
    return Date.now() - (this.#madeAt.get(one) ?? 0) >= this.odd.listLagMs;
  }

  /** Adds `count` new people; `since` and `every` spread them over time. */
  addSubscribers(id: number, count: number, state: State = 'active', since = Date.now(), every = 0): void {
    if (count > 0) this.#addBlock(id, { count, state, addedAt: since, every });
  }

  /** Adds one new person of whom something particular is said. */
  addSubscriber(id: number, person: NonNullable<Block['person']>, state: State = 'active'): void {
    this.#addBlock(id, { count: 1, state, addedAt: Date.now(), every: 0, person });
  }

  /** Puts these new people in the place of everybody. */
  setSubscribers(id: number, counts: Partial<Record<State, number>>): void {
    this.sequence(id).people = new People();
    for (const [state, count] of Object.entries(counts)) this.addSubscribers(id, count, state as State);
  }

  #addBlock(id: number, block: Omit<Block, 'firstId'>): void {
    const sequence = this.sequence(id);
    sequence.people = sequence.people.with({ ...block, firstId: this.#lastSubscriberId + 1 });
    this.#lastSubscriberId += block.count;
  }

  /** Somebody who is in any sequence of the account: the demo keeps no other subscribers. */
  subscriber(account: Account, wanted: { id: number } | { email: string }): Subscriber | undefined {
    const id = 'id' in wanted ? wanted.id : Number(/\.(\d+)@/.exec(wanted.email)?.[1]);
    for (const block of account.sequences.flatMap(({ people }) => people.blocks)) {
      const byEmail = 'email' in wanted && block.person?.email_address === wanted.email;
      const index = byEmail ? 0 : id - block.firstId;
      if (!(index >= 0 && index < block.count)) continue;
      const found = subscriberIn(block, index);
      if ('id' in wanted || found.email_address === wanted.email) return found;
    }
    return undefined;
  }

  /** What a list or a count of people shows now. */
  shownPeople(sequence: Sequence): People {
    return sequence.peopleAt(Date.now() - this.countLagMs);
  }

  /** Ends every lag that is under way. */
  settle(): void {
    for (const sequence of this.accounts.flatMap(({ sequences }) => sequences)) sequence.settle();
  }

  ownerOf(id: number): Account {
    const owner = this.accounts.find((account) => account.sequences.some((one) => one.id === id));
    if (!owner) throw new Error(`The demo has no sequence ${id}`);
    return owner;
  }

  liveSequence(account: Account, id: number): Sequence | undefined {
    return liveSequences(account).find((sequence) => sequence.id === id);
  }
}
