import { describe, expect, test, vi } from 'vitest';
import type { Browser } from 'wxt/browser';
import type { Witness } from '../../utils/messages/frame.ts';
import { createPortRouter } from '../../utils/messages/ports.ts';
import { kindOfSender, type SenderKind } from '../../utils/messages/sender.ts';
import { type Ports, portName } from '../../utils/protocol.ts';
import { portTable } from './ports.ts';

const uuid = '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f';
/** A sound name of each port, who may open it, and what is followed then; null for what no job is. */
const SOUND: {
  [P in keyof Ports]: { name: string; from: SenderKind; also?: SenderKind; follows: string | null };
} = {
  sequence: { name: portName('sequence', 80), from: 'panel', also: 'popup', follows: 'sequence/80' },
  details: { name: portName('details', uuid), from: 'panel', also: 'popup', follows: null },
  restore: { name: portName('restore', uuid), from: 'manager', also: 'popup', follows: `restore/${uuid}` },
  people: { name: portName('people', 80), from: 'manager', also: 'popup', follows: 'people/80' },
  retire: { name: portName('retire', 80), from: 'panel', also: 'manager', follows: 'retire/80' },
  watch: { name: portName('watch', 80), from: 'panel', also: 'manager', follows: 'watch/80' },
  import: { name: portName('import', uuid), from: 'manager', follows: null },
  save: { name: portName('save', 'files'), from: 'saver', follows: null },
};
const PORTS = Object.entries(SOUND).map(([port, about]) => ({ port: port as keyof Ports, ...about }));
const KINDS: SenderKind[] = ['content', 'panel', 'popup', 'options', 'manager', 'saver'];

/** The real table, on services that only note what is asked of them. */
function setUp() {
  const leave = vi.fn();
  const follow = vi.fn((_subject: string, _follower: (job: unknown) => void) => leave);
  const serve = vi.fn((_port: unknown, _reviewId: string) => undefined);
  type Services = Parameters<typeof portTable>[0];
  const table = portTable({
    jobs: { runner: { follow } } as unknown as Services['jobs'],
    reviews: { serve } as unknown as Services['reviews'],
    backups: { import: serve } as unknown as Services['backups'],
    onSaver: (port) => serve(port, uuid),
  });
  const route = createPortRouter(table);
  function connect(name: string, sender: SenderKind | null, witness: Witness | null = null) {
    const ended: (() => void)[] = [];
    const port = {
      name,
      disconnect: vi.fn(),
      postMessage: vi.fn(),
      onDisconnect: { addListener: (listener: () => void) => ended.push(listener) },
    };
    const routed = route(port as unknown as Browser.runtime.Port, sender, witness);
    return {
      port,
      routed,
      isClosed: port.disconnect.mock.calls.length > 0,
      end: () => {
        for (const listener of ended) listener();
      },
    };
  }
  /** Whether anybody was asked to serve a port. */
  const isServed = () => follow.mock.calls.length + serve.mock.calls.length > 0;
  return { connect, isServed, follow, serve, leave, table };
}

test('every port is looked at here', () => {
  expect(PORTS.map(({ port }) => port).toSorted()).toEqual(Object.keys(setUp().table).toSorted());
});

describe.each(PORTS.filter(({ from }) => from === 'panel'))('$port of a panel', ({ name, from }) => {
  test('in a frame, is served only where our content script made it', async () => {
    const witness = async (secret: string) =>
      secret === uuid ? { pageAccountId: null, inSight: false } : null;
    for (const secret of ['', '?', `?${crypto.randomUUID()}`, `?${uuid}?`, `?${uuid}/`]) {
      const { connect, isServed } = setUp();
      const { port, routed } = connect(`${name}${secret}`, from, witness);
      await routed;
      expect(port.disconnect, secret).toHaveBeenCalled();
      expect(isServed(), secret).toBe(false);
    }
    const { connect, isServed } = setUp();
    const { port, routed } = connect(`${name}?${uuid}`, from, witness);
    await routed;
    expect(port.disconnect).not.toHaveBeenCalled();
    expect(isServed()).toBe(true);
  });

  test('of a frame that went away meanwhile is not served: it watches nothing', async () => {
    const { connect, isServed } = setUp();
    const { end, routed } = connect(`${name}?${uuid}`, from, async () => ({
      pageAccountId: null,
      inSight: true,
    }));
    end();
    await routed;
    expect(isServed()).toBe(false);
  });
});

describe.each(PORTS)('$port', ({ port: kind, name, from, also, follows }) => {
  test('is served', () => {
    const { connect, follow, serve, leave } = setUp();
    const { port, isClosed, end } = connect(name, from);
    expect(isClosed).toBe(false);
    if (follows === null) {
      expect(serve).toHaveBeenCalledExactlyOnceWith(port, uuid);
      expect(follow).not.toHaveBeenCalled();
      return;
    }
    expect(serve).not.toHaveBeenCalled();
    expect(follow).toHaveBeenCalledExactlyOnceWith(follows, expect.any(Function));
    const job = { id: '1' };
    follow.mock.calls[0]?.[1](job);
    expect(port.postMessage.mock.calls).toEqual([[job]]);
    // Whoever closes a page follows no more.
    expect(leave).not.toHaveBeenCalled();
    end();
    expect(leave).toHaveBeenCalledOnce();
  });

  test.each(KINDS)('is open to %s only if the table says so', (sender) => {
    const { connect, isServed } = setUp();
    const { isClosed } = connect(name, sender);
    expect([isServed(), isClosed]).toEqual(
      sender === from || sender === also ? [true, false] : [false, true],
    );
  });

  test('is closed to nobody and to every forged sender', () => {
    const { connect, isServed } = setUp();
    const self = { id: 'ours', origin: 'chrome-extension://ours' };
    const forged = [
      { id: 'theirs', url: `chrome-extension://ours/${from}.html` },
      { id: 'theirs', url: `chrome-extension://theirs/${from}.html` },
      { id: 'ours', url: `https://example.com/${from}.html`, frameId: 0, tab: {} },
      { id: 'ours', url: `https://app.kit.com/${from}.html`, frameId: 1, tab: {} },
      { id: 'ours', url: `https://app.kit.com/${from}.html`, frameId: 0, tab: {} },
      { id: 'ours', url: 'chrome-extension://ours/other.html' },
    ];
    for (const sender of [null, ...forged.map((stamp) => kindOfSender(stamp, self))]) {
      expect(connect(name, sender).isClosed).toBe(true);
    }
    expect(isServed()).toBe(false);
  });

  test('is closed with another shape', () => {
    const { connect, isServed } = setUp();
    const subjects = ['sequence', 'people', 'retire', 'watch'].includes(kind)
      ? ['', '0', '08', '-1', '80/', ' 80', '80\n', '1e3', '1.5', '8'.repeat(16), uuid]
      : ['', '80', `${uuid}/`, `${uuid}0`, ` ${uuid}`, `${uuid}\n`, uuid.replaceAll('-', ''), 'constructor'];
    const names = [...subjects.map((subject) => `${kind}/${subject}`), `x${name}`, `/${name}`, kind];
    for (const wrong of names) expect([wrong, connect(wrong, from).isClosed]).toEqual([wrong, true]);
    expect(isServed()).toBe(false);
  });
});

test.each(['', '/', 'nothing/80', 'constructor/80', 'toString/80', '__proto__/80', `follow/80`])(
  '%j is no port',
  (name) => {
    const { connect, isServed } = setUp();
    for (const sender of KINDS) expect(connect(name, sender).isClosed).toBe(true);
    expect(isServed()).toBe(false);
  },
);
