import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LISTS_LAG } from './reconcile.ts';
import type { Restore } from './restore.ts';
import { creating, type Fault, setUp, writing } from './testing/fake-world.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type World = Awaited<ReturnType<typeof setUp>>;

/** Once, the request reaches Kit twice, and the second reply is heard. */
const resent =
  ({ serve }: World, is: (request: Request) => boolean): Fault =>
  async (request) => {
    if (!is(request)) return undefined;
    await serve(request.clone());
    return serve(request);
  };

test.each([0, 5 * 60_000])(
  'a sequence that was made twice is there once, lists lag by %d ms',
  async (lag) => {
    const world = await setUp({ listLagMs: lag });
    world.faults.push(resent(world, creating));
    await world.start();
    const end = await world.reach('done');
    expect(end).toMatchObject({ twins: [], twinsUnsure: false });
    expect(world.made()).toMatchObject([{ id: end.made?.sequenceId, settings: { name: 'Welcome series' } }]);
  },
);

test('whole is told at once, before the lists have caught up', async () => {
  const world = await setUp();
  await world.start();
  const end = await world.reach('done');
  const at = (step: string) => end.steps.find((one) => one.step === step)?.at ?? 0;
  expect(at('done') - at('rechecking')).toBeGreaterThanOrEqual(6 * 60_000);
  expect(world.rows.find(({ state }) => state.step === 'rechecking')?.comparison).not.toBeNull();
});

test.each([
  ['active', (world: World, id: number) => world.held.resume(id), { kind: 'active' }],
  ['in use', (world: World, id: number) => world.held.addSubscribers(id, 2), { kind: 'people', people: 2 }],
  ['edited', (world: World, id: number) => world.held.change(id, { send_hour: 3 }), { kind: 'edited' }],
])('a second sequence that is %s is left and named', async (_, touch, why) => {
  const world = await setUp();
  world.faults.push(resent(world, creating));
  world.faults.push((request) => {
    if (!writing(request)) return undefined;
    touch(world, Math.min(...world.made().map(({ id }) => id)));
    return world.serve(request);
  });
  await world.start();
  const end = await world.reach('done');
  expect(world.made()).toHaveLength(2);
  expect(end.twins).toMatchObject([{ why }]);
  expect(end.twins[0]?.sequenceId).not.toBe(end.made?.sequenceId);
});

test('a removal of both is of both', async () => {
  const world = await setUp();
  world.faults.push(resent(world, creating));
  world.faults.push(async (request) => {
    if (writing(request)) await world.stop();
    return writing(request) ? world.serve(request) : undefined;
  });
  await world.start();
  await world.reach('cancelled');
  await world.undo();
  await world.reach('undone');
  expect(world.made()).toEqual([]);
});

test('an email whose place is taken by itself is gone on with', async () => {
  const world = await setUp();
  world.faults.push(resent(world, writing));
  await world.start();
  const end = await world.reach('done');
  expect(end.leftOut).toEqual([]);
  expect(world.made()[0]?.emails).toHaveLength(5);
});

test('the same while lists lag: it is looked for until they have caught up', async () => {
  const world = await setUp({ listLagMs: 4 * 60_000 });
  world.faults.push(resent(world, writing));
  await world.start();
  expect((await world.reach('done')).leftOut).toEqual([]);
  expect(world.made()[0]?.emails).toHaveLength(5);
});

/** As where Kit lets two emails be at one place: what was just written is there twice. */
const writtenTwice =
  (world: World, change: object = {}): Fault =>
  async (request) => {
    if (!writing(request)) return undefined;
    const answer = await world.serve(request);
    const [made] = world.made();
    const email = made?.emails.at(-1);
    if (made && email) made.emails.push({ ...email, id: email.id + 5000, ...change });
    return answer;
  };
const extraIn = (row: Restore) => row.comparison?.different.filter(({ why }) => why.kind === 'extra') ?? [];

test.each([0, 5 * 60_000])(
  'an email that was written twice is there once, lists lag by %d ms',
  async (lag) => {
    const world = await setUp({ listLagMs: lag });
    world.faults.push(writtenTwice(world));
    await world.start();
    const end = await world.reach('done');
    expect(world.made()[0]?.emails.map(({ id }) => id)).toEqual(end.made?.emails.map((one) => one?.id));
    expect(extraIn(end)).toEqual([]);
  },
);

const unremoved = ({ method, url }: Request) => method === 'DELETE' && url.includes('/emails/');
test.each<[string, (world: World) => void, number]>([
  ['was published', (world) => world.faults.push(writtenTwice(world, { published: true })), 0],
  [
    'Kit does not remove',
    (world) => {
      world.faults.push(writtenTwice(world));
      world.faults.push((request) =>
        unremoved(request) ? Response.json({ errors: ['No'] }, { status: 422 }) : undefined,
      );
    },
    1,
  ],
  [
    'stays after each removal',
    (world) => {
      const lost: Fault = (request) => {
        if (unremoved(request)) world.faults.push(lost);
        return unremoved(request) ? 'lost before' : undefined;
      };
      world.faults.push(writtenTwice(world), lost);
    },
    3,
  ],
])('a second copy of an email that %s is named once', async (_, prepare, removals) => {
  const world = await setUp({ listLagMs: 5 * 60_000 });
  prepare(world);
  await world.start();
  const end = await world.reach('done');
  expect(world.made()[0]?.emails).toHaveLength(6);
  expect(extraIn(end)).toMatchObject([{ is: world.contents.emails[0]?.subject }]);
  expect(world.asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(removals);
});

test('an email that somebody writes while copies are looked for is theirs, and not named', async () => {
  const world = await setUp();
  world.faults.push((request) => {
    const isLook = request.method === 'GET' && request.url.includes('/v4/sequences?');
    const [made] = world.made();
    const [email] = made?.emails ?? [];
    if (!isLook || !made || !email) return undefined;
    made.emails.push({ ...email, id: 7777, subject: 'Mine' });
    return world.serve(request);
  });
  await world.start();
  const end = await world.reach('done');
  expect(world.made()[0]?.emails).toHaveLength(6);
  expect(extraIn(end)).toEqual([]);
});

test('an email that is there twice is removed, and one that somebody wrote is named', async () => {
  const world = await setUp();
  world.faults.push(async (request) => {
    if (!writing(request)) return undefined;
    const answer = await world.serve(request);
    const [made] = world.made();
    const [email] = made?.emails ?? [];
    // As where Kit lets two emails be at one place.
    if (made && email) made.emails.push({ ...email, id: email.id + 5000 }, { ...email, id: email.id + 6000 });
    Object.assign(made?.emails.at(-1) ?? {}, { subject: 'Mine' });
    return answer;
  });
  await world.start();
  const end = await world.reach('done');
  expect(world.made()[0]?.emails).toHaveLength(6);
  expect(extraIn(end)).toMatchObject([{ is: 'Mine' }]);
});

test('an email that Kit refuses for good is left out and named; the others are restored', async () => {
  const world = await setUp();
  const refuse: Fault = async (request) => {
    if (!writing(request) || (await request.clone().json()).position !== 1) return undefined;
    world.faults.push(refuse);
    return Response.json({ errors: ['Content is too exciting'] }, { status: 422 });
  };
  world.faults.push(refuse);
  await world.start();
  const end = await world.reach('done');
  expect(world.made()[0]?.emails).toHaveLength(4);
  expect(world.made()[0]?.settings.name).toBe('Welcome series');
  const why = { kind: 'email refused', messages: ['Content is too exciting'] };
  expect(end.comparison?.different.filter(({ field }) => field === '')).toMatchObject([{ email: 1, why }]);
});

test('a setting that Kit refuses for good is left out and named', async () => {
  const world = await setUp();
  const refuse: Fault = async (request) => {
    if (!creating(request) || (await request.clone().json()).send_hour === undefined) return undefined;
    world.faults.push(refuse);
    return Response.json({ errors: ['No such hour'] }, { status: 422 });
  };
  world.faults.push(refuse);
  await world.start();
  const end = await world.reach('done');
  expect(end.leftOut).toMatchObject([{ email: null, messages: ['No such hour'] }]);
  expect(end.leftOut[0]?.fields).toContain('send_hour');
});

test('that an email is not published, or the name not taken, is named and stops nothing', async () => {
  const world = await setUp();
  const refuse: Fault = (request) => {
    if (request.method !== 'PUT') return undefined;
    world.faults.push(refuse);
    return Response.json({ errors: ['No'] }, { status: 422 });
  };
  world.faults.push(refuse);
  await world.start();
  const end = await world.reach('done');
  expect(end.leftOut).toContainEqual({ email: 0, fields: ['published'], messages: ['No'] });
  expect(end.leftOut).toContainEqual({ email: null, fields: ['name'], messages: ['No'] });
});

const ANSWERS: [string, () => Response | 'lost before'][] = [
  ['400', () => new Response('<html>', { status: 400 })],
  ['400 of Kit', () => Response.json({ errors: ['No'] }, { status: 400 })],
  ['500', () => new Response('', { status: 500 })],
  ['nothing', () => 'lost before'],
];
test.each(
  ANSWERS.flatMap(([name, answer]) =>
    [creating, writing].map((is) => [name, is === creating ? 'sequence' : 'email', answer, is] as const),
  ),
)(
  'answered with %s each time, the request for the %s is sent three times at most, then told',
  async (_, __, answer, is) => {
    const world = await setUp();
    const always: Fault = (request) => {
      if (!is(request)) return undefined;
      world.faults.push(always);
      return answer();
    };
    world.faults.push(always);
    await world.start();
    await world.reach('blocked', 'done');
    for (let hour = 0; hour < 72; hour += 1) {
      vi.setSystemTime(Date.now() + 60 * 60_000);
      await world.resume();
    }
    const last = await world.reach('blocked', 'done');
    if (last.state.step === 'blocked') expect(last.state.transient).toBe(false);
    else expect(last.leftOut).not.toEqual([]);
    // Kit's own refusals cost each email two forms of it.
    const sent = world.asked.filter((one) => one.startsWith('POST')).length;
    expect(sent).toBeLessThanOrEqual(1 + 2 * 5);
  },
);

test.each([
  ['sequence', creating, '/v4/sequences?', /sequences\/9\d+$/],
  ['email', writing, '/emails?', /emails\/9\d+$/],
])('one 404 at the last look makes no second %s', async (_, making, list, one) => {
  // Kit has a clock of its own.
  const world = await setUp({ listLagMs: -Infinity });
  let lostAt = Infinity;
  const faults: Fault[] = [
    (request) => {
      if (!making(request)) return undefined;
      lostAt = Date.now();
      return 'lost after';
    },
    // Only the last look's list shows it, and what is there is then said once not to be there.
    ({ method, url }) => {
      if (method !== 'GET' || Date.now() < lostAt) return undefined;
      if (Date.now() < lostAt + LISTS_LAG && url.includes(list)) {
        const none = { sequences: [], emails: [], pagination: { has_next_page: false, end_cursor: null } };
        world.faults.push(faults[1] as Fault);
        return Response.json(none);
      }
      if (!one.test(url)) return undefined;
      return Response.json({ errors: ['Not Found'] }, { status: 404 });
    },
  ];
  world.faults.push(...faults);
  await world.start();
  await world.reach('done');
  expect(lostAt).toBeLessThan(Infinity);
  expect(world.made()).toHaveLength(1);
  const [sequence] = world.made();
  expect(sequence?.emails.map(({ subject }) => subject)).toEqual(
    world.contents.emails.map(({ subject }) => subject),
  );
  const posts = world.asked.filter((asked) => asked.startsWith('POST'));
  expect(posts).toHaveLength(1 + world.contents.emails.length);
});

test.each([60 * 60_000, -60 * 60_000])('a clock that is set by %d ms sends nothing again', async (by) => {
  // Kit has a clock of its own.
  const world = await setUp({ listLagMs: -Infinity });
  world.faults.push((request) => (creating(request) ? 'lost after' : undefined));
  let looks = 0;
  const late: Fault = ({ method, url }) => {
    if (method !== 'GET' || !url.includes('/v4/sequences?')) return undefined;
    looks += 1;
    if (looks === 2) vi.setSystemTime(Date.now() + by);
    if (looks < 4) world.faults.push(late);
    else return undefined;
    return Response.json({ sequences: [], pagination: { has_next_page: false, end_cursor: null } });
  };
  world.faults.push(late);
  await world.start();
  await world.reach('done');
  // Four for the lost one, and two for twins.
  expect(looks).toBe(6);
  expect(world.asked.filter((one) => one === 'POST /v4/sequences')).toHaveLength(1);
  expect(world.made()).toHaveLength(1);
});
