import type { Kit } from '../kit/client.ts';
import type { KitResult } from '../kit/problems.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { ok } from '../result.ts';
import type { Change } from '../review/compare.ts';

type EmailsKit = Pick<Kit, 'listEmails' | 'email'>;

/** What a person edits of an email. Other fields of Kit's may move by themselves. */
const EDITABLE = [
  'subject',
  'preview_text',
  'content',
  'published',
  'position',
  'delay_value',
  'delay_unit',
  'send_days',
  'email_address',
  'email_template_id',
];
/** More changes than these are not looked for: one is enough to stop. */
const ENOUGH = 3;

/** So many emails are read one by one. Of more, only those that the list gives otherwise than the backup, or not whole. */
const READ_EACH = 20;
/** So many at the same time. */
const AT_ONCE = 4;

/**
 * How the emails of a sequence differ from those of its backup. They carry no time stamp, so they are compared. Kit's
 * list may lag or lack something, and so hide that one was rewritten a moment ago: what an email's own address gives decides.
 */
export async function emailChanges(
  kit: EmailsKit,
  sequenceId: number,
  kept: SequenceEmail[],
): Promise<KitResult<Change[]>> {
  const list = await kit.listEmails(sequenceId, 'content');
  if (!list.ok) return list;
  const before = new Map(kept.map((email) => [email.id, email]));
  const listed = new Map(list.value.items.map((email) => [email.id, email]));
  const ids = [...new Set([...before.keys(), ...listed.keys()])];
  const changes: Change[] = [];
  for (let from = 0; from < ids.length && changes.length < ENOUGH; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE).map((id, at) => ({
      id,
      was: before.get(id),
      now: listed.get(id),
      each: from + at < READ_EACH,
    }));
    const read = await Promise.all(
      some
        // Without its content, the list's copy tells nothing of a rewriting.
        .filter(({ was, now, each }) => each || !was || now?.content === undefined || !isSame(was, now))
        .map(async (one) => ({ ...one, current: await kit.email(sequenceId, one.id) })),
    );
    for (const { was, now, current } of read) {
      if (!current.ok && current.problem.kind !== 'not found') return current;
      const change = changeOf(was, current.ok ? { ...now, ...current.value } : undefined);
      if (change) changes.push(change);
    }
  }
  return ok(changes.slice(0, ENOUGH));
}

function changeOf(was: SequenceEmail | undefined, now: SequenceEmail | undefined): Change | null {
  if (!was) return now ? { kind: 'email added', subject: now.subject ?? null } : null;
  const subject = was.subject ?? null;
  if (!now) return { kind: 'email removed', subject };
  return isSame(was, now) ? null : { kind: 'email edited', subject };
}

/** A field that one of them lacks says nothing. */
function isSame(one: SequenceEmail, other: SequenceEmail): boolean {
  return EDITABLE.every((field) => {
    const [was, is] = [one[field], other[field]];
    return was === undefined || is === undefined || JSON.stringify(was) === JSON.stringify(is);
  });
}
