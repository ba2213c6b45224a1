import type { components } from '../../utils/kit/schema.d.ts';

type Schemas = components['schemas'];
export type State = Schemas['SubscriberState'];
export type Subscriber = Schemas['SequenceSubscriber'];
// The generated types lose which fields of an `allOf` are required: here all but the extras are.
type Whole<Fields, Extra extends keyof Fields> = Required<Omit<Fields, Extra>> & Pick<Fields, Extra>;
export type Email = Whole<Schemas['SequenceEmailFields'], 'stats'>;
export type SequenceReply = Whole<Schemas['SequenceFields'], 'stats'>;
export type Settings = Omit<SequenceReply, 'email_count' | 'subscriber_count' | 'stats'>;
export type Form = Schemas['Form'];
export type Tag = Schemas['Tag'];
export type Segment = Schemas['Segment'];
export type Pagination = Schemas['Pagination'];
export type ErrorEnvelope = Schemas['ErrorEnvelope'];
export type SequenceStats = Schemas['SequenceStats'];
export type EmailStats = Schemas['SequenceEmailStats'];
export type FilterRequest = Schemas['SubscriberFilterRequest'];
export type FilteredSubscriber = Schemas['FilteredSubscriber'];

export interface User {
  id: number;
  email: string;
}

/** A node of a Visual Automation, as its page carries it. */
interface AutomationNode {
  id: number;
  name: string;
  resource_type: 'Form' | 'Tag' | 'Sequence';
  resource_id: number;
}

export interface Automation {
  id: number;
  name: string;
  active: boolean;
  nodes: AutomationNode[];
}

/** What starts a Rule, or what it does. Nobody outside of Kit knows what its page of Rules carries: this is a guess. */
interface RuleStep {
  resource_type: 'Form' | 'Tag' | 'Sequence';
  resource_id: number;
}

export interface Rule {
  id: number;
  name: string;
  active: boolean;
  triggers: RuleStep[];
  actions: RuleStep[];
}

/** Kit writes dates without milliseconds. */
export function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export const WEEK: string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
