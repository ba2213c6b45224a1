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

/**
 * How the emails of a sequence differ from those of its backup. They carry no time stamp, so they are compared. Kit's
 * list may lag or lack something: where it differs from the backup, the email is read by its id, and that copy decides.
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
  const changes: Change[] = [];
  for (const id of new Set([...before.keys(), ...listed.keys()])) {
    const [was, now] = [before.get(id), listed.get(id)];
    // Without its content, the list's copy tells nothing of a rewriting.
    if (was && now?.content !== undefined && isSame(was, now)) continue;
    const current = await kit.email(sequenceId, id);
    if (!current.ok && current.problem.kind !== 'not found') return current;
    const change = changeOf(was, current.ok ? { ...now, ...current.value } : undefined);
    if (change) changes.push(change);
    if (changes.length === ENOUGH) break;
  }
  return ok(changes);
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
