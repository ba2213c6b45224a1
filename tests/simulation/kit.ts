import { AsyncLocalStorage } from 'node:async_hooks';
import type { NewEmail } from '../../utils/kit/calls/emails.ts';
import type { Account } from '../../utils/kit/client.ts';
import type { Sequence, SequenceEmail, Subscriber } from '../../utils/kit/shapes.ts';
import { Network } from './network.ts';
import type { Time } from './time.ts';

/** For whom Kit is asked, wherever in the code that happens. */
export const asking = new AsyncLocalStorage<{ job: string }>();

/** Something that Kit was made to do differently. */
export interface Effect {
  job: string | null;
  what: 'delete' | 'create' | 'email' | 'active' | 'publish' | 'name' | 'add';
  sequence: number;
  /** What else tells it from others: the person, the place of the email, whether it is active then. */
  of: number | string | boolean | null;
  /** Sent once and arrived again. */
  isTwin: boolean;
}

export interface HeldEmail {
  email: SequenceEmail;
  at: number;
  /** When somebody wrote its content. */
  writtenAt: number;
}

export interface Held {
  account: number;
  sequence: Sequence;
  emails: HeldEmail[];
  people: Map<number, { person: Subscriber; at: number }>;
  at: number;
  deletedAt: number | null;
  /** The job that made it. */
  by: string | null;
  /** Somebody else than who made it changed it. */
  isEdited: boolean;
  /** Somebody gave it another name, so that no restore can find it by its mark. */
  isRenamed: boolean;
  /** When its settings were last changed, and when people changed what is in it, in Kit's own pages. */
  changedAt: { settings: number; content: number };
  /** Whether it was active, from when on. */
  states: { at: number; active: boolean }[];
}

export interface Rules {
  /** How far lists lag behind at most, in ms. */
  lag: number;
  nullPositions: boolean;
  uniquePositions: boolean;
  perPage: number;
  /** How long a request or a reply is under way at most, in ms. */
  slowness: number;
  /** How long the browser's storage takes for something at most, in ms. */
  storageSlowness: number;
  /** In the end Kit answers; else nobody can reach it any more. */
  endsWell: boolean;
  /** A person wants each backup in Downloads too. */
  savesFiles: boolean;
}

/** Lists lag behind by less, in ms. */
export const LAG = 6 * 60_000;

/** A Kit that is as odd as it may be. What it holds is changed by whoever asks, and by people in its own pages. */
export class FakeKit {
  readonly accounts: Account[] = [
    { id: 1, name: 'Juniper' },
    { id: 2, name: 'Harbor' },
  ];
  readonly held: Held[] = [];
  readonly effects: Effect[] = [];
  readonly network: Network;
  /** Told of each request that changes something when it is sent. */
  onAsked: (job: string | null, call: string, sequence: number | null) => void = () => undefined;
  /** Told of each request that reads. */
  onRead: (job: string | null, call: string) => void = () => undefined;
  onEffect: (effect: Effect) => void = () => undefined;
  readonly time: Time;
  readonly rules: Rules;
  private nextId = 1000;

  constructor(time: Time, rules: Rules) {
    this.time = time;
    this.rules = rules;
    this.network = new Network(time, rules.slowness);
  }

  find(id: number): Held | undefined {
    return this.held.find((one) => one.sequence.id === id && one.deletedAt === null);
  }

  /** Something that people do in Kit's own pages. */
  edit(held: Held, change: Partial<Sequence>): void {
    Object.assign(held.sequence, change, { updated_at: new Date(this.time.true).toISOString() });
    if (change.active !== undefined) held.states.push({ at: this.time.true, active: change.active });
    held.changedAt.settings = this.time.true;
    held.isEdited = true;
  }

  add(account: number, settings: Partial<Sequence> & { id: number; name: string; active: boolean }): Held {
    const at = this.time.true;
    const moment = new Date(at).toISOString();
    const held: Held = {
      account,
      sequence: { created_at: moment, updated_at: moment, ...settings },
      emails: [],
      people: new Map(),
      at,
      deletedAt: null,
      by: null,
      isEdited: false,
      isRenamed: false,
      changedAt: { settings: 0, content: 0 },
      states: [{ at, active: settings.active }],
    };
    this.held.push(held);
    return held;
  }

  newId(): number {
    this.nextId += 1;
    return this.nextId;
  }

  addEmail(held: Held, given: NewEmail): HeldEmail {
    const email: HeldEmail = {
      email: { published: false, ...structuredClone(given), id: this.newId() } as SequenceEmail,
      at: this.time.true,
      writtenAt: this.time.true,
    };
    held.emails.push(email);
    return email;
  }

  person(id: number): Subscriber {
    const added_at = new Date(this.time.true).toISOString();
    return { id, email_address: `${id}@example.com`, state: id % 7 === 6 ? 'cancelled' : 'active', added_at };
  }

  sequenceOf({ sequence, people, emails }: Held): Sequence {
    return { ...structuredClone(sequence), email_count: emails.length, subscriber_count: people.size };
  }

  accountOf(id: number): Account {
    return this.accounts.find((one) => one.id === id) ?? { id, name: '' };
  }

  /** Something is other than it was. */
  did(what: Effect['what'], sequence: number, of: Effect['of'], isTwin: boolean): void {
    const job = asking.getStore()?.job ?? null;
    const held = this.find(sequence);
    if (held && what !== 'create' && held.by !== job) held.isEdited = true;
    const effect: Effect = { job, what, sequence, of, isTwin };
    this.effects.push(effect);
    this.onEffect(effect);
  }
}
