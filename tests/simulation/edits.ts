import type { Edit } from './actions.ts';
import type { FakeKit, Held } from './kit.ts';

/**
 * Something that a person does to a sequence in Kit's own pages.
 *
 * @param nth tells what is written from what other edits wrote.
 */
export function edit(kit: FakeKit, held: Held, what: Edit, nth: number): void {
  const now = kit.time.true;
  const text = `Edit ${nth}`;
  switch (what) {
    case 'pause':
    case 'resume':
      kit.edit(held, { active: what === 'resume' });
      break;
    case 'rename':
      kit.edit(held, { name: text });
      held.isRenamed = true;
      break;
    case 'setting':
      kit.edit(held, { send_hour: nth % 24 });
      break;
    case 'people': {
      const id = 500 + nth;
      held.people.set(id, { person: kit.person(id), at: now });
      held.changedAt.content = now;
      break;
    }
    case 'email': {
      const position = held.emails.length;
      kit.addEmail(held, {
        ...{ subject: text, content: text, position },
        ...{ delay_value: 1, delay_unit: 'days' },
      });
      held.changedAt.content = now;
      break;
    }
    case 'rewrite': {
      const [email] = held.emails;
      if (!email) break;
      email.email.content = text;
      email.writtenAt = now;
      held.changedAt.content = now;
      break;
    }
    case 'delete':
      held.deletedAt = now;
  }
  held.isEdited = true;
}
