import type { Account } from '../kit/account.ts';
import type { Kit } from '../kit/kit.ts';
import type { Sequence } from '../kit/sequence.ts';
import type { Call } from '../server/contract.ts';

/** An operation of the API, called by an account that has been let in. */
export interface Context extends Call {
  kit: Kit;
  account: Account;
}

export interface Result {
  status: number;
  body?: unknown;
}

export type Operations = Record<string, (context: Context) => Result>;

/** A refusal, as Kit words it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function sequenceOf({ kit, account, path }: Context): Sequence {
  const sequence = kit.liveSequence(account, Number(path.sequence_id ?? path.id));
  if (!sequence) throw new Refusal(404, 'Not Found');
  return sequence;
}

export function includes({ query }: Context, extra: string): boolean {
  return String(query.include ?? '')
    .split(',')
    .includes(extra);
}

export function checkTemplate({ odd }: Kit, id: number | null | undefined): void {
  if (id && odd.templates && !odd.templates.includes(id)) throw new Refusal(422, 'Email template not found');
}
