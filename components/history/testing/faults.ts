/** What a fault may do to the computer. */
interface Computer {
  /** In ms since 1970. */
  clock: number;
  isDiskFull: boolean;
  closeDatabase(): void;
  /** The background ends and is started again. Never resolves: whoever asked is no more. */
  restart(): Promise<never>;
}

/** What a fault makes of a request. `serve` is the embedded Kit, and what it does is done. */
export type Fault = (serve: () => Promise<Response>, computer: Computer) => Promise<Response>;

const status =
  (code: number): Fault =>
  async () =>
    Response.json({ errors: ['Kit said no'] }, { status: code });
const broken = () => new TypeError('Failed to fetch');
const late = () => new DOMException('No reply', 'TimeoutError');
const page = (body: BodyInit, type = 'text/html', code = 200) =>
  new Response(body, { status: code, headers: { 'content-type': type } });
const before =
  (error: () => Error): Fault =>
  async () => {
    throw error();
  };
const after =
  (error: () => Error): Fault =>
  async (serve) => {
    await serve();
    throw error();
  };
const HOUR = 60 * 60_000;
const HUGE = new TextEncoder().encode(`"${'x'.repeat(20_000_000)}"`);

/** The reply to what was done is lost. */
const lost = after(broken);

/** They strike whatever is sent in a step. */
export const ON_THE_WAY: [name: string, fault: Fault][] = [
  ['no fault', (serve) => serve()],
  [
    'sent twice by the browser',
    async (serve) => {
      await serve();
      return serve();
    },
  ],
  ['no connection, or one that breaks before Kit has the request', before(broken)],
  ['a connection that breaks before the reply', lost],
  ['no reply in time, and Kit did nothing', before(late)],
  ['no reply in time, and Kit did it', after(late)],
  ['401', status(401)],
  ['403', status(403)],
  ['404', status(404)],
  ['413', status(413)],
  ['422', status(422)],
  ['429', status(429)],
  ['500', status(500)],
  ['503', status(503)],
  [
    'a 404 page that is not Kit’s',
    async () => page('<html><title>404 Not Found</title>nginx</html>', 'text/html', 404),
  ],
  ['a challenge page', async () => page('<title>Just a moment...</title>', 'text/html', 403)],
  ['an HTML page with status 200', async () => page('<!doctype html><title>Down for maintenance</title>')],
  // `fetch` gives a redirect that it does not follow as status 0, as it does an error.
  ['a redirect to a login page', async () => Response.error()],
  [
    'a reply that is cut off',
    async (serve) => {
      const text = await (await serve()).text();
      return page(text.slice(0, text.length / 2) || '{"sequ', 'application/json');
    },
  ],
  [
    'a reply with wrong types',
    async (serve) => {
      await serve();
      return Response.json({ sequence: { id: '80', active: 'yes' }, pagination: { total_count: '7' } });
    },
  ],
  ['a reply of 20 MB', async () => page(HUGE, 'application/json')],
];

/** They strike once, while the first request of a step is under way; Kit does what it says. */
export const IN_THE_COMPUTER: [name: string, fault: Fault][] = [
  [
    'the clock is set a day ahead',
    (serve, computer) => {
      computer.clock += 24 * HOUR;
      return serve();
    },
  ],
  [
    'the clock is set a day back',
    (serve, computer) => {
      computer.clock -= 24 * HOUR;
      return serve();
    },
  ],
  [
    'nine hours of sleep, which break the connection',
    (serve, computer) => {
      computer.clock += 9 * HOUR;
      return lost(serve, computer);
    },
  ],
  [
    'the background is stopped, and started again',
    async (serve, computer) => {
      await serve();
      return computer.restart();
    },
  ],
  [
    'the browser closes its database',
    (serve, computer) => {
      computer.closeDatabase();
      return serve();
    },
  ],
  [
    'the disk is full from then on',
    (serve, computer) => {
      computer.isDiskFull = true;
      return serve();
    },
  ],
];
