import * as v from 'valibot';
import type { SenderKind } from './sender.ts';

/** What a page may follow over a port, and who serves it. */
export interface PortRule<P> {
  from: readonly SenderKind[];
  /** What stands behind the name of the port: `restore/<subject>`. */
  subject: v.GenericSchema<string, unknown>;
  serve(port: P, subject: never): void;
}

interface Port {
  name: string;
  disconnect(): void;
}

/** Gives a port to whoever serves it. One that is not known, not of this sender or of another shape is closed. */
export function createPortRouter<P extends Port>(rules: Record<string, PortRule<P>>) {
  return function route(port: P, sender: SenderKind | null): void {
    const [, name = '', given = ''] = /^([a-z]+)\/(.*)$/s.exec(port.name) ?? [];
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const subject = rule && sender && rule.from.includes(sender) ? v.safeParse(rule.subject, given) : null;
    if (rule && subject?.success) rule.serve(port, subject.output as never);
    else port.disconnect();
  };
}
