import { backupInMemory } from '../../utils/backup/testing/fakes.ts';
import type { FakeKit } from './kit.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** What there is in the beginning: sequences of two accounts, and backups of some that were deleted. */
export async function begin({ kit, browser, time }: World): Promise<void> {
  const now = time.true;
  time.true = now - 30 * MINUTE;
  for (const [index, id] of [80, 81, 90, 91].entries()) {
    const held = kit.add(id < 90 ? 1 : 2, {
      ...{ id, name: `Sequence ${id}`, active: index !== 1, hold: false, repeat: index === 2 },
      ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
    });
    for (let email = 0; email <= index; email += 1) {
      const { email: written } = kit.addEmail(held, emailAt(email, `Email ${email} of ${id}`));
      written.published = email !== 1;
    }
    for (let person = 1; person <= 2 * index; person += 1) {
      held.people.set(person, { person: kit.person(person), at: time.true });
    }
  }
  const backedUp = [
    { id: 70, account: 1, people: 3, repeat: false },
    { id: 71, account: 1, people: 26, repeat: true },
    { id: 72, account: 2, people: 26, repeat: false },
  ];
  for (const one of backedUp) {
    const contents = contentsOf(kit, one);
    const account = kit.accounts.find(({ id }) => id === one.account);
    if (!account) throw new Error('No such account');
    const reader = await backupInMemory(contents, {
      ...{ id: `00000000-0000-4000-8000-0000000000${one.id}`, account },
      ...{ startedAt: now - MINUTE, completedAt: now, deletedAt: now },
    });
    const parts = [];
    for await (const part of reader.parts()) parts.push(part);
    await browser.storage.backups.write(reader.backup, null, parts);
  }
  time.true = now;
}

const emailAt = (position: number, content: string) => ({
  ...{ subject: 'Twin', preview_text: null, content, position },
  ...{ delay_value: 30, delay_unit: 'days' as const },
});

/** A sequence that Kit does not hold any more. */
function contentsOf(kit: FakeKit, { id, people, repeat }: { id: number; people: number; repeat: boolean }) {
  const everybody = Array.from({ length: people }, (_, index) => kit.person(index + 1));
  return {
    sequence: {
      ...{ id, name: `Deleted ${id}`, active: true, updated_at: 'then', hold: false, repeat },
      ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
    },
    emails: [0, 1].map((position) => ({
      ...emailAt(position, `Email ${position} of ${id}`),
      ...{ id: 10 * id + position, published: position === 0 },
    })),
    names: [],
    references: { excludedFrom: [], whole: true },
    people: [everybody.slice(0, 20), everybody.slice(20)].filter((some) => some.length > 0),
  };
}
