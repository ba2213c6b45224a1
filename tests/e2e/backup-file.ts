import type { Demo } from '../../demo/demo.ts';
import { fetchFrom } from '../../demo/in-process.ts';
import { SEED } from '../../demo/seed.ts';
import type { Backup, Contents } from '../../utils/backup/backup.ts';
import { zipOf } from '../../utils/backup/file/testing/fakes.ts';
import { backupInMemory } from '../../utils/backup/testing/fakes.ts';
import { createKit, type KitResult } from '../../utils/kit/client.ts';
import type { Page } from '../../utils/kit/reply.ts';
import type { Subscriber } from '../../utils/kit/shapes.ts';
import { ok } from '../../utils/result.ts';
import { otherOf, referencesTo } from '../../utils/review/references.ts';

/** A downloaded backup of a sequence of the demo's first account, as the demo's API gives it now. */
export async function backupFile(demo: Demo, sequenceId: number, said: Partial<Backup> = {}): Promise<Blob> {
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) },
    { fetch: fetchFrom(demo.kit, []), budget: { turn: async () => ok(null), refused: () => undefined } },
  );
  const sequence = given(await kit.sequence(sequenceId, 'stats'));
  const emails = given(await kit.emails(sequenceId, 'content'));
  const { items } = given(await kit.sequences(null));
  const references = referencesTo(sequenceId, items.map(otherOf), true);
  const people: Contents['people'][] = [];
  let after: string | null = null;
  do {
    const page: Page<Subscriber> = given(await kit.subscribers(sequenceId, after));
    people.push(page.items);
    after = page.next;
  } while (after !== null);
  const reader = await backupInMemory(
    { sequence, emails, names: [], references, people },
    { account: given(await kit.account()), completedAt: Date.now(), startedAt: Date.now(), ...said },
  );
  return zipOf(reader);
}

function given<T>(answer: KitResult<T>): T {
  if (!answer.ok) throw new Error(`The demo answered: ${answer.problem.kind}`);
  return answer.value;
}
