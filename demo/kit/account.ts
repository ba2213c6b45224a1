import type { components } from '../../utils/kit/schema.d.ts';
import type { Sequence } from './sequence.ts';
import type { Automation, Form, Rule, Segment, Tag, User } from './types.ts';

export interface Account {
  user: User;
  profile: components['schemas']['Account'];
  apiKeys: string[];
  sequences: Sequence[];
  forms: Form[];
  tags: Tag[];
  segments: Segment[];
  automations: Automation[];
  rules: Rule[];
}

/** Kit deletes softly: a deleted sequence is still there, and nobody can reach it. */
export function liveSequences(account: Account): Sequence[] {
  return account.sequences.filter((sequence) => !sequence.deleted);
}
