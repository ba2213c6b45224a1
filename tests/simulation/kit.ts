import { AsyncLocalStorage } from 'node:async_hooks';
import type { NewEmail } from '../../utils/kit/calls/emails.ts';
import type { AddedFilter } from '../../utils/kit/calls/subscribers.ts';
import type { Account, Kit } from '../../utils/kit/client.ts';
import { type KitProblem, type KitResult, problemOfStatus } from '../../utils/kit/problems.ts';
import type { Sequence, SequenceEmail, Subscriber } from '../../utils/kit/shapes.ts';
import { fail, ok } from '../../utils/result.ts';
import { forever, type Life } from './browser.ts';
import type { Time } from './time.ts';

/** For whom Kit is asked, wherever in the code that happens. */
export const asking = new AsyncLocalStorage<{ job: string }>();

/** What becomes of a request. `before` and `after` its effect. */
export type Fate =
  | 'good'
  | 'lost before'
  | 'lost after'
  | 'timeout before'
  /** It takes effect late, and nobody hears of it. */
  | 'timeout after'
  | 'limited'
  | 'unauthorized'
  | 'forbidden'
  | 'refused'
  | 'server error before'
  | 'server error after'
  | 'garbled'
  /** The page of something in front of Kit. */
  | '404 not from Kit before'
  | '404 not from Kit after'
  | '403 not from Kit before'
  /** The browser sends it again on its own: it takes effect twice, and the second reply is heard. */
  | 'twice';

export const WRITES = [
  ...(['setActive', 'deleteSequence', 'createSequence', 'createEmail'] as const),
  ...(['updateEmail', 'deleteEmail', 'updateSequence', 'addSubscriber'] as const),
] as const;
/** Which requests a fate is for: those of a kind, or one call. */
export type Calls = 'reads' | 'writes' | 'all' | (typeof WRITES)[number];

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
}

/** What it says where there is an email already. */
export const TAKEN = 'Position has already been taken';
/** Lists lag behind by less, in ms. */
export const LAG = 6 * 60_000;
const RESTS = 30_000;
const ERRORS = { errors: ['No'] };
const PAGE = '<html><h1>Not found</h1></html>';
const problemOf = (status: number, body: unknown): KitProblem =>
  problemOfStatus(status, body, null) ?? { kind: 'not understood', status, requestId: null };
const gone = fail(problemOf(404, { errors: ['Not Found'] }));
const refused = (words: string) => fail(problemOf(422, { errors: [words] }));

/** A Kit that is as odd as it may be. What it holds is changed by whoever asks, and by people in its own pages. */
export class FakeKit {
  readonly accounts: Account[] = [
    { id: 1, name: 'Juniper' },
    { id: 2, name: 'Harbor' },
  ];
  readonly held: Held[] = [];
  readonly effects: Effect[] = [];
  /** Fates of the next requests of a kind. */
  readonly fates: { calls: Calls; fate: Fate }[] = [];
  offline = false;
  /** Told of each request that changes something when it is sent. */
  onAsked: (job: string | null, call: string, sequence: number | null) => void = () => undefined;
  onEffect: (effect: Effect) => void = () => undefined;
  private readonly time: Time;
  readonly rules: Rules;
  private nextId = 1000;

  constructor(time: Time, rules: Rules) {
    this.time = time;
    this.rules = rules;
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

  /** As one account sees it. */
  as(account: number, life: Life): Kit {
    const find = (id: number) => {
      const held = this.find(id);
      return held?.account === account ? held : undefined;
    };
    const shown = ({ email }: HeldEmail): SequenceEmail =>
      this.rules.nullPositions ? { ...email, position: null } : { ...email };
    const read = <T>(call: string, obey: () => KitResult<T>) => this.ask(life, call, 'read', null, obey);
    const change = <T>(call: string, id: number | null, obey: (isTwin: boolean) => KitResult<T>) =>
      this.ask(life, call, 'write', id, obey);
    const view = () => this.time.true - this.time.random('lag').between(0, this.rules.lag);
    const list = <T>(
      call: string,
      items: (at: number) => T[] | null,
      after: string | null,
      perPage: number,
    ) =>
      read(call, () => {
        const all = items(view());
        if (!all) return gone;
        const from = Number(after ?? 0);
        const next = from + perPage < all.length ? String(from + perPage) : null;
        return ok({ items: all.slice(from, from + perPage), next, unreadable: [] });
      });
    const listed = (id: number, withContent: boolean) => () => {
      const at = view();
      const emails = find(id)?.emails.filter((one) => one.at <= at);
      if (!emails) return gone;
      return ok(emails.map(shown).map((email) => (withContent ? email : { ...email, content: null })));
    };
    const peopleAt = (id: number, at: number, added: AddedFilter | undefined) =>
      [...(find(id)?.people.values() ?? [])]
        .filter((one) => one.at <= at)
        .map(({ person }) => person)
        .filter(({ added_at }) => !added?.addedAfter || (added_at ?? '') >= added.addedAfter)
        .filter(({ added_at }) => !added?.addedBefore || (added_at ?? '') < added.addedBefore);
    const update = (id: number, settings: Partial<Sequence>) => (isTwin: boolean) => {
      const held = find(id);
      if (!held) return gone;
      const { active, name } = settings;
      if (active !== undefined && held.sequence.active !== active) {
        held.states.push({ at: this.time.true, active });
        this.did('active', id, active, isTwin);
      }
      if (name !== undefined && held.sequence.name !== name) this.did('name', id, name, isTwin);
      const updated_at = new Date(this.time.true).toISOString();
      Object.assign(held.sequence, structuredClone(settings), { updated_at });
      held.changedAt.settings = this.time.true;
      return ok(this.sequenceOf(held));
    };
    const nothing = async () => ok({ items: [], next: null, unreadable: [] });
    return {
      account: () => read('account', () => ok(this.accountOf(account))),
      sequence: (id) =>
        read('sequence', () => {
          const held = find(id);
          return held ? ok(this.sequenceOf(held)) : gone;
        }),
      sequences: (after) =>
        list(
          'sequences',
          (at) =>
            this.held
              .filter((one) => one.account === account && one.at <= at)
              .filter(({ deletedAt }) => deletedAt === null || deletedAt > at)
              .map(({ sequence: { id, name } }) => ({ id, name })),
          after,
          this.rules.perPage,
        ),
      createSequence: (settings) =>
        change('createSequence', null, (isTwin) => {
          this.nextId += 1;
          const held = this.add(account, { active: true, ...structuredClone(settings), id: this.nextId });
          held.by = asking.getStore()?.job ?? null;
          this.did('create', held.sequence.id, null, isTwin);
          return ok(this.sequenceOf(held));
        }),
      updateSequence: (id, settings) =>
        change('updateSequence', id, update(id, settings as Partial<Sequence>)),
      setActive: (id, active) => change('setActive', id, update(id, { active })),
      deleteSequence: (id) =>
        change('deleteSequence', id, (isTwin) => {
          const held = find(id);
          if (!held) return gone;
          this.did('delete', id, null, isTwin);
          held.deletedAt = this.time.true;
          return ok(null);
        }),
      countSubscribers: (id, status, added) =>
        read('countSubscribers', () => {
          if (!find(id)) return gone;
          const people = peopleAt(id, view(), added);
          return ok(people.filter(({ state }) => status === 'all' || state === 'active').length);
        }),
      subscribers: (id, after, added) =>
        list('subscribers', (at) => (find(id) ? peopleAt(id, at, added) : null), after, this.rules.perPage),
      addSubscriber: (id, person) =>
        change('addSubscriber', id, (isTwin) => {
          const held = find(id);
          if (!held || person % 11 === 10) return gone;
          if (!held.sequence.active) return refused('Sequence is inactive');
          const isIn = held.people.has(person);
          // Whoever is added again begins again where that is allowed.
          if (!isIn || held.sequence.repeat) this.did('add', id, person, isTwin);
          if (!isIn) held.people.set(person, { person: this.person(person), at: this.time.true });
          return ok(isIn ? 'already' : 'added');
        }),
      emails: (id, include) => read('emails', listed(id, include === 'content')),
      listEmails: (id, include) =>
        read('emails', () => {
          const emails = listed(id, include === 'content')();
          return emails.ok ? ok({ items: emails.value, unreadable: [] }) : emails;
        }),
      email: (id, emailId) =>
        read('email', () => {
          const email = find(id)?.emails.find((one) => one.email.id === emailId);
          return email ? ok(shown(email)) : gone;
        }),
      createEmail: (id, given) =>
        change('createEmail', id, (isTwin) => {
          const held = find(id);
          if (!held) return gone;
          const isTaken = held.emails.some(({ email }) => email.position === given.position);
          if (isTaken && this.rules.uniquePositions) return refused(TAKEN);
          const email = this.addEmail(held, given);
          this.did('email', id, given.content ?? '', isTwin);
          return ok(shown(email));
        }),
      updateEmail: (id, emailId, fields) =>
        change('updateEmail', id, (isTwin) => {
          const email = find(id)?.emails.find((one) => one.email.id === emailId);
          if (!email) return gone;
          if (fields.published && !email.email.published) this.did('publish', id, emailId, isTwin);
          Object.assign(email.email, fields);
          return ok(shown(email));
        }),
      deleteEmail: (id, emailId) =>
        change('deleteEmail', id, () => {
          const held = find(id);
          const place = held?.emails.findIndex((one) => one.email.id === emailId) ?? -1;
          if (!held || place < 0) return gone;
          held.emails.splice(place, 1);
          return ok(null);
        }),
      forms: nothing,
      tags: nothing,
      segments: nothing,
    };
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

  addEmail(held: Held, given: NewEmail): HeldEmail {
    this.nextId += 1;
    const email: HeldEmail = {
      email: { published: false, ...structuredClone(given), id: this.nextId } as SequenceEmail,
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

  private accountOf(id: number): Account {
    return this.accounts.find((one) => one.id === id) ?? { id, name: '' };
  }

  private did(what: Effect['what'], sequence: number, of: Effect['of'], isTwin: boolean): void {
    const job = asking.getStore()?.job ?? null;
    const held = this.find(sequence);
    if (held && what !== 'create' && held.by !== job) held.isEdited = true;
    const effect: Effect = { job, what, sequence, of, isTwin };
    this.effects.push(effect);
    this.onEffect(effect);
  }

  private fateOf(call: string, safety: 'read' | 'write'): Fate {
    if (this.offline) return 'lost before';
    const at = this.fates.findIndex(({ calls }) => ['all', `${safety}s`, call].includes(calls));
    return (at < 0 ? undefined : this.fates.splice(at, 1)[0]?.fate) ?? 'good';
  }

  private ask<T>(
    life: Life,
    call: string,
    safety: 'read' | 'write',
    sequence: number | null,
    obey: (isTwin: boolean) => KitResult<T>,
  ): Promise<KitResult<T>> {
    if (life.isDead) return forever();
    if (safety === 'write') this.onAsked(asking.getStore()?.job ?? null, call, sequence);
    const fate = this.fateOf(call, safety);
    const random = this.time.random(`kit ${call}`);
    const way = () => random.between(2, this.rules.slowness);
    const here = AsyncLocalStorage.snapshot();
    return new Promise((resolve) => {
      const answer = (ms: number, answered: KitResult<T>) =>
        this.time.in(ms, () => {
          if (!life.isDead) resolve(answered);
        });
      const arrive = (ms: number, then: (answered: KitResult<T>) => void, isTwin = false) =>
        this.time.in(ms, () => then(here(() => obey(isTwin))), 'kit');
      const without = (problem: KitProblem, ms = way()) => void answer(ms, fail(problem));
      const after = (problem: KitProblem, ms = way()) =>
        void arrive(ms, () => void answer(ms < RESTS / 2 ? way() : RESTS - ms, fail(problem)));
      switch (fate) {
        case 'good':
          return void arrive(way(), (answered) => void answer(way(), answered));
        case 'twice':
          return void arrive(way(), () => {
            arrive(way(), (answered) => void answer(way(), answered), true);
          });
        case 'lost before':
          return without({ kind: 'unreachable' });
        case 'lost after':
          return after({ kind: 'unreachable' });
        case 'timeout before':
          return without({ kind: 'timeout' }, RESTS);
        case 'timeout after':
          return after({ kind: 'timeout' }, random.between(RESTS / 2, RESTS - 1));
        case 'limited':
          return without(problemOf(429, ERRORS));
        case 'unauthorized':
          return without(problemOf(401, ERRORS));
        case 'forbidden':
          return without(problemOf(403, ERRORS));
        case 'refused':
          return without(problemOf(422, ERRORS));
        case 'server error before':
          return without(problemOf(500, ERRORS));
        case 'server error after':
          return after(problemOf(500, ERRORS));
        case 'garbled':
          return after({ kind: 'not understood', status: 200, requestId: null });
        case '404 not from Kit before':
          return without(problemOf(404, PAGE));
        case '404 not from Kit after':
          return after(problemOf(404, PAGE));
        case '403 not from Kit before':
          return without(problemOf(403, PAGE));
      }
    });
  }
}
