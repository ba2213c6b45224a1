import type { AddedFilter } from '../../utils/kit/calls/subscribers.ts';
import type { Kit } from '../../utils/kit/client.ts';
import type { KitResult } from '../../utils/kit/problems.ts';
import type { Sequence, SequenceEmail } from '../../utils/kit/shapes.ts';
import { fail, ok } from '../../utils/result.ts';
import { asking, type FakeKit, type HeldEmail } from './kit.ts';
import type { Life } from './life.ts';
import { problemOf } from './network.ts';

/** What it says where there is an email already. */
export const TAKEN = 'Position has already been taken';
const gone = fail(problemOf(404, { errors: ['Not Found'] }));
const refused = (words: string) => fail(problemOf(422, { errors: [words] }));

/** Kit as one account sees it. Each call is obeyed when it arrives. */
export function apiOf(kit: FakeKit, account: number, life: Life): Kit {
  const find = (id: number) => {
    const held = kit.find(id);
    return held?.account === account ? held : undefined;
  };
  const shown = ({ email }: HeldEmail): SequenceEmail =>
    kit.rules.nullPositions ? { ...email, position: null } : { ...email };
  const read = <T>(call: string, obey: () => KitResult<T>) => {
    if (!life.isDead) kit.onRead(asking.getStore()?.job ?? null, call);
    return kit.network.send(life, call, 'read', obey);
  };
  const change = <T>(call: string, id: number | null, obey: (isTwin: boolean) => KitResult<T>) => {
    if (!life.isDead) kit.onAsked(asking.getStore()?.job ?? null, call, id);
    return kit.network.send(life, call, 'write', obey);
  };
  const view = () => kit.time.true - kit.time.random('lag').between(0, kit.rules.lag);
  const list = <T>(call: string, items: (at: number) => T[] | null, after: string | null, perPage: number) =>
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
      held.states.push({ at: kit.time.true, active });
      kit.did('active', id, active, isTwin);
    }
    if (name !== undefined && held.sequence.name !== name) kit.did('name', id, name, isTwin);
    const updated_at = new Date(kit.time.true).toISOString();
    Object.assign(held.sequence, structuredClone(settings), { updated_at });
    held.changedAt.settings = kit.time.true;
    return ok(kit.sequenceOf(held));
  };
  const nothing = async () => ok({ items: [], next: null, unreadable: [] });
  return {
    account: () => read('account', () => ok(kit.accountOf(account))),
    sequence: (id) =>
      read('sequence', () => {
        const held = find(id);
        return held ? ok(kit.sequenceOf(held)) : gone;
      }),
    sequences: (after) =>
      list(
        'sequences',
        (at) =>
          kit.held
            .filter((one) => one.account === account && one.at <= at)
            .filter(({ deletedAt }) => deletedAt === null || deletedAt > at)
            .map(({ sequence: { id, name }, states }) => ({
              ...{ id, name },
              active: states.findLast((state) => state.at <= at)?.active ?? true,
            })),
        after,
        kit.rules.perPage,
      ),
    createSequence: (settings) =>
      change('createSequence', null, (isTwin) => {
        const held = kit.add(account, { active: true, ...structuredClone(settings), id: kit.newId() });
        held.by = asking.getStore()?.job ?? null;
        kit.did('create', held.sequence.id, null, isTwin);
        return ok(kit.sequenceOf(held));
      }),
    updateSequence: (id, settings) => change('updateSequence', id, update(id, settings as Partial<Sequence>)),
    setActive: (id, active) => change('setActive', id, update(id, { active })),
    deleteSequence: (id) =>
      change('deleteSequence', id, (isTwin) => {
        const held = find(id);
        if (!held) return gone;
        kit.did('delete', id, null, isTwin);
        held.deletedAt = kit.time.true;
        return ok(null);
      }),
    countSubscribers: (id, status, added) =>
      read('countSubscribers', () => {
        if (!find(id)) return gone;
        const people = peopleAt(id, view(), added);
        return ok(people.filter(({ state }) => status === 'all' || state === 'active').length);
      }),
    subscribers: (id, after, added) =>
      list('subscribers', (at) => (find(id) ? peopleAt(id, at, added) : null), after, kit.rules.perPage),
    activeSubscribers: (id, after, added) =>
      read('activeSubscribers', () => {
        if (!find(id)) return gone;
        const active = peopleAt(id, view(), added).filter(({ state }) => state === 'active');
        const from = Number(after ?? 0);
        const upTo = from + kit.rules.perPage;
        const next = upTo < active.length ? String(upTo) : null;
        return ok({ items: active.slice(from, upTo), next, unreadable: [], total: active.length });
      }),
    addSubscriber: (id, person) =>
      change('addSubscriber', id, (isTwin) => {
        const held = find(id);
        if (!held || person % 11 === 10) return gone;
        if (!held.sequence.active) return refused('Sequence is inactive');
        const isIn = held.people.has(person);
        // Whoever is added again begins again where that is allowed.
        if (!isIn || held.sequence.repeat) kit.did('add', id, person, isTwin);
        if (!isIn) held.people.set(person, { person: kit.person(person), at: kit.time.true });
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
        if (isTaken && kit.rules.uniquePositions) return refused(TAKEN);
        const email = kit.addEmail(held, given);
        kit.did('email', id, given.content ?? '', isTwin);
        return ok(shown(email));
      }),
    updateEmail: (id, emailId, fields) =>
      change('updateEmail', id, (isTwin) => {
        const email = find(id)?.emails.find((one) => one.email.id === emailId);
        if (!email) return gone;
        if (fields.published && !email.email.published) kit.did('publish', id, emailId, isTwin);
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
