import { expect, test } from 'vitest';
import { sha256 } from '../backup/checksum.ts';
import { lossesOf } from '../restore/losses.ts';
import { readCore } from '../restore/read.ts';
import { readerWith } from '../restore/testing/fakes.ts';
import { countGroups, standingOf } from './groups.ts';

const text = (items: unknown[]) => JSON.stringify(items);
const ODD = {
  emails: text([{ id: 1, subject: 'A', published: true }, null, { subject: 'No id' }]),
  'people/0001': text([{ id: 'five' }, { id: 7, email_address: 'a@example.com', state: 'active' }]),
};

/** A backup in which Kit sent one odd item among good ones. */
async function odd() {
  const reader = await readerWith({
    sequence: { id: 80, name: 'Welcome', active: true, updated_at: 'then' },
    emails: [],
    names: [],
    references: { excludedFrom: [], whole: true },
    people: [{ id: 1 }],
  });
  const changed = async <P extends { name: string; text: string; sha256: string }>(part: P): Promise<P> => {
    const text = ODD[part.name as keyof typeof ODD] ?? part.text;
    return { ...part, text, sha256: await sha256(text) };
  };
  return {
    ...reader,
    part: async (name: Parameters<typeof reader.part>[0]) => {
      const part = await reader.part(name);
      return part && changed(part);
    },
    async *parts() {
      for await (const part of reader.parts()) yield changed(part);
    },
  };
}

test('an email that cannot be used costs itself, and is named', async () => {
  const core = await readCore(await odd());
  if (!core.ok) throw new Error(core.problem.kind);
  expect(core.value.emails).toMatchObject([{ id: 1 }]);
  expect(lossesOf(core.value, 0)).toContainEqual({ kind: 'unusable emails', emails: 2 });
});

test('somebody who cannot be used costs themself, and is counted', async () => {
  const reader = await odd();
  const core = await readCore(reader);
  if (!core.ok) throw new Error(core.problem.kind);
  const groups = await countGroups(reader, standingOf(core.value, 0, 1));
  expect(groups).toMatchObject({ ok: true, value: { people: 1, active: 1, unusable: 1 } });
});
