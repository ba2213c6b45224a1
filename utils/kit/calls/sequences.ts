import { ok } from '../../result.ts';
import type { KitResult } from '../problems.ts';
import { oneIn, type Page, pageIn } from '../reply.ts';
import type { components } from '../schema.d.ts';
import { asListedSequence, asSequence, type ListedSequence, type Sequence } from '../shapes.ts';
import { type ApiContext, pageQuery, text } from './call.ts';

/** What Kit takes for a sequence's settings; what is left out stays, or becomes the account's own. */
export type SequenceSettings = components['schemas']['SequenceUpdate'];
/** What it takes for a new one. */
export type NewSequence = SequenceSettings & { name: string };

export interface SequenceCalls {
  /** With its `stats` where asked for. */
  sequence(id: number, include?: 'stats'): Promise<KitResult<Sequence>>;
  /** The account's sequences with what each leaves out, from the cursor on; null for the first page. */
  sequences(after: string | null): Promise<KitResult<Page<ListedSequence>>>;
  /** Makes an empty sequence. Kit knows no idempotency keys: after a lost reply, look before repeating. */
  createSequence(settings: NewSequence): Promise<KitResult<Sequence>>;
  /** Changes what is named, and nothing else. Gives the sequence as it is afterwards. */
  updateSequence(id: number, settings: SequenceSettings): Promise<KitResult<Sequence>>;
  /** Pauses or resumes, and changes nothing else. Gives the sequence as it is afterwards. */
  setActive(id: number, active: boolean): Promise<KitResult<Sequence>>;
  /** Takes effect at once and cannot be undone. */
  deleteSequence(id: number): Promise<KitResult<null>>;
}

export function sequenceCalls({ client, send }: ApiContext): SequenceCalls {
  const path = (id: number) => ({ params: { path: { id } } });
  const update = (
    id: number,
    settings: SequenceSettings,
    holds: (sequence: Sequence) => boolean = () => true,
  ) =>
    send(
      'idempotent',
      (headers) => client.PUT('/v4/sequences/{id}', { ...text, ...path(id), headers, body: settings }),
      oneIn('sequence', asSequence, (sequence) => sequence.id === id && holds(sequence)),
    );
  return {
    sequence: (id, include) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{id}', {
            ...text,
            headers,
            params: { path: { id }, query: { ...(include && { include }) } },
          }),
        oneIn('sequence', asSequence, (sequence) => sequence.id === id),
      ),
    sequences: (after) =>
      send(
        'read',
        (headers) => client.GET('/v4/sequences', { ...text, headers, params: { query: pageQuery(after) } }),
        pageIn('sequences', asListedSequence),
      ),
    createSequence: (settings) =>
      send(
        'once',
        // The generated type of an `allOf` that only adds what is required lets nothing in.
        (headers) =>
          client.POST('/v4/sequences', {
            ...text,
            headers,
            body: settings as components['schemas']['SequenceCreate'],
          }),
        oneIn('sequence', asSequence),
      ),
    updateSequence: (id, settings) => update(id, settings),
    setActive: (id, active) => update(id, { active }, (sequence) => sequence.active === active),
    deleteSequence: (id) =>
      send(
        'once',
        (headers) => client.DELETE('/v4/sequences/{id}', { ...text, ...path(id), headers }),
        (_body, status) => (status === 204 ? ok(null) : null),
      ),
  };
}
