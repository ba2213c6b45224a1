import { type Details, gatherDetails } from './details.ts';
import type { SequencesCache } from './others.ts';
import { type AskPage, readKitPages } from './read-kit-pages.ts';
import type { Reports } from './reports.ts';
import type { Look } from './review.ts';

/** The background's end of a port to a panel. */
interface Port {
  postMessage(details: Details): void;
  disconnect(): void;
  onDisconnect: { addListener(closed: () => void): void };
}

interface Dependencies {
  find(): Promise<Look | null>;
  /** Kit as this account sees it, which is asked for nothing more once the signal says so. */
  kit(accountId: number, ended: AbortSignal): Parameters<typeof gatherDetails>[0];
  cache: SequencesCache;
  reports: Pick<Reports, 'begin'>;
  /** Null where no page of Kit is around the panel. */
  askPage?: AskPage | null;
}

/** Tells a panel the second wave of its review, for as long as the panel is open and no job on the sequence begins. */
export async function serveDetails(
  port: Port,
  { find, kit, cache, reports, askPage = null }: Dependencies,
): Promise<void> {
  const closed = new AbortController();
  port.onDisconnect.addListener(() => closed.abort());
  const look = await find().catch(() => null);
  if (closed.signal.aborted) return;
  if (!look) return port.disconnect();
  const report = reports.begin(look.sequence.id);
  const ended = AbortSignal.any([closed.signal, report.ended]);
  report.ended.addEventListener('abort', () => port.disconnect());
  const tell = (details: Details) => {
    if (!ended.aborted) port.postMessage(details);
  };
  try {
    await gatherDetails(kit(look.account.id, ended), look, cache, tell, {
      readKitPages: (told) => readKitPages(askPage, look, ended, told),
    });
  } finally {
    report.over();
  }
}
