import * as v from 'valibot';
import { hear, type Witness } from './frame.ts';
import type { SenderKind } from './sender.ts';

/** What a page may follow over a port, and who serves it. */
export interface PortRule<P> {
  from: readonly SenderKind[];
  /** What stands behind the name of the port: `restore/<subject>`, then `?<secret>` where the page is in a frame. */
  subject: v.GenericSchema<string, unknown>;
  serve(port: P, subject: never): void;
}

interface Port {
  name: string;
  disconnect(): void;
  onDisconnect: { addListener(ended: () => void): void };
}

/**
 * Gives a port to whoever serves it. One that is not known, not of this sender, of another shape, or from a frame that is
 * not ours is closed: whoever follows counts as somebody who watches.
 */
export function createPortRouter<P extends Port>(rules: Record<string, PortRule<P>>) {
  return async function route(
    port: P,
    sender: SenderKind | null,
    witness: Witness | null = null,
  ): Promise<void> {
    const [, name = '', given = '', secret] = /^([a-z]+)\/([^?]*)(?:\?([^?]*))?$/s.exec(port.name) ?? [];
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const subject = rule && sender && rule.from.includes(sender) ? v.safeParse(rule.subject, given) : null;
    if (!rule || !subject?.success) return port.disconnect();
    if (witness) {
      // One that ends before it is served would be followed for ever.
      let ended = false;
      port.onDisconnect.addListener(() => {
        ended = true;
      });
      const heard = await hear('ours', witness, secret);
      if (ended) return;
      if ('refused' in heard) return port.disconnect();
    }
    rule.serve(port, subject.output as never);
  };
}
