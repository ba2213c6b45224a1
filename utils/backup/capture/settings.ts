import * as v from 'valibot';
import type { Kit, KitResult } from '../../kit/client.ts';
import { asSent } from '../../kit/item.ts';
import { inOrder } from '../../kit/order.ts';
import type { Page } from '../../kit/reply.ts';
import type { ListedSequence, Sequence, SequenceEmail } from '../../kit/shapes.ts';
import { otherOf, referencesTo } from '../../review/references.ts';
import type { Contents } from '../backup.ts';
import type { Asker } from './asker.ts';
import { BackupAborted } from './problems.ts';

/** The content of more emails is read from the list, and by id only where it is missing there. */
const FEW_EMAILS = 50;
/** So many pages of a list are read at most, of 1,000 each. */
const MOST_PAGES = 20;

export type SettingsKit = Pick<
  Kit,
  'sequence' | 'listEmails' | 'email' | 'sequences' | 'forms' | 'tags' | 'segments'
>;
interface Settings extends Pick<Contents, 'sequence' | 'names' | 'references'> {
  /** As Kit sent them; what could not be used among them comes last. */
  emails: unknown[];
}

/** Everything but the people. Without the names and the references it is a backup all the same: it says so then. */
export async function readSettings(asker: Asker, kit: SettingsKit, id: number): Promise<Settings> {
  const sequence = await asker.need('sequence', () => kit.sequence(id, 'stats'));
  const [emails, others] = await asker.together([
    readEmails(asker, kit, id),
    readList(asker, (after) => kit.sequences(after)),
  ]);
  const names = await readNames(asker, kit, sequence, others);
  const references = referencesTo(id, others.items.map(otherOf), others.whole);
  return { sequence, emails, names, references };
}

/** In the order in which they are sent, as far as Kit says so. */
async function readEmails(asker: Asker, kit: SettingsKit, id: number): Promise<unknown[]> {
  const first = await asker.need('emails', () => kit.listEmails(id));
  const isFew = first.items.length <= FEW_EMAILS;
  const { items, unreadable } = isFew
    ? first
    : await asker.need('emails', () => kit.listEmails(id, 'content'));
  const read = items.map((email) =>
    isFew || email.content == null ? readEmail(asker, kit, id, email) : placed(email, asSent(email)),
  );
  const emails = (await asker.together(read)).filter((email) => email !== null);
  return [...inOrder(emails).map(({ sent }) => sent), ...unreadable];
}

/** An email as it is kept, and its place. */
const placed = ({ id, position }: SequenceEmail, sent: object) => ({ id, position, sent });

/** As Kit gives it by its id: that copy is current, the list's may be neither that nor whole. Null: it is gone. */
async function readEmail(asker: Asker, kit: SettingsKit, sequenceId: number, listed: SequenceEmail) {
  const answer = await asker.ask(() => kit.email(sequenceId, listed.id));
  if (!answer.ok) {
    if (answer.problem.kind === 'not found') return null;
    throw new BackupAborted({ kind: 'kit', of: 'emails', problem: answer.problem });
  }
  const email = { ...listed, ...answer.value };
  if (email.content === undefined)
    throw new BackupAborted({ kind: 'content missing', subject: email.subject ?? null });
  return placed(email, { ...asSent(listed), ...asSent(answer.value) });
}

interface List<T> {
  items: T[];
  /** All of it could be read. */
  whole: boolean;
}

/** What could be read of a list, page after page: only Kit knows where each begins. */
async function readList<T>(
  asker: Asker,
  page: (after: string | null) => Promise<KitResult<Page<T>>>,
): Promise<List<T>> {
  const items: T[] = [];
  let whole = true;
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const from: string | null = after;
    const answer: KitResult<Page<T>> = await asker.ask(() => page(from));
    if (!answer.ok) break;
    items.push(...answer.value.items);
    whole &&= answer.value.unreadable.length === 0;
    after = answer.value.next;
    if (after === null) return { items, whole };
  }
  return { items, whole: false };
}

const Sources = v.array(v.object({ type: v.string(), ids: v.array(v.number()) }));

/** What the sequence leaves out, by name. Only the lists that are needed are read. */
async function readNames(
  asker: Asker,
  kit: SettingsKit,
  sequence: Sequence,
  sequences: List<ListedSequence>,
): Promise<Contents['names']> {
  const sources = v.safeParse(Sources, sequence.exclude_subscriber_sources);
  if (!sources.success) return [];
  const lists = new Map<string, () => Promise<List<{ id: number; name: string }>>>([
    ['sequence', async () => sequences],
    ['form', () => readList(asker, (after) => kit.forms(after))],
    ['tag', () => readList(asker, (after) => kit.tags(after))],
    ['segment', () => readList(asker, (after) => kit.segments(after))],
  ]);
  const types = [...new Set(sources.output.map(({ type }) => type))];
  const read = await asker.together(
    types.map(async (type) => [type, (await lists.get(type)?.())?.items ?? []] as const),
  );
  const byType = new Map(read);
  return sources.output.flatMap(({ type, ids }) =>
    ids.map((id) => ({ type, id, name: byType.get(type)?.find((one) => one.id === id)?.name ?? null })),
  );
}
