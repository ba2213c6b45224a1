// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import { backupInMemory, sampleBackup, sampleContents } from '../../utils/backup/testing/fakes.ts';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import type { Addition, AdditionState, PersonOutcome } from '../../utils/people/addition.ts';
import { BEGINNING } from '../../utils/people/groups.ts';
import { AdditionStep } from './AdditionStep.tsx';
import { peopleCsv } from './people-csv.ts';
import { additionRefusalWords, reportCsv } from './people-words.ts';

const addition: Addition = {
  ...JOB_FIELDS,
  ...{ kind: 'add people', subject: 'people/700', backupId: '1b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f' },
  ...{ account: { id: 1, name: 'Juniper' }, sequenceId: 700, repeat: false, group: 'midway', of: 1500 },
  counts: { added: 1200, already: 1, gone: 0, refused: 2, unknown: 0 },
  ...{ place: BEGINNING, batch: { people: [], maySent: false }, state: { step: 'adding' } },
};

function shown(state: AdditionState, change: Partial<Addition> = {}): HTMLElement {
  const nothing = () => undefined;
  const node: VNode = (
    <AdditionStep
      {...{ onPause: nothing, onGoOn: nothing, onCancel: nothing, onReconnect: nothing, onOptions: nothing }}
      addition={{ ...addition, ...change, state }}
    />
  );
  const root = document.createElement('main');
  render(node, root);
  return root;
}
const buttonsOf = (root: HTMLElement) =>
  [...root.querySelectorAll('button')].map(({ textContent }) => textContent);
const NOBODY: Addition['counts'] = { added: 0, already: 0, gone: 0, refused: 0, unknown: 0 };

test.each<[AdditionState, string, string[]]>([
  [{ step: 'activating' }, 'Making the new sequence active…', ['Pause', 'Stop adding']],
  [{ step: 'adding' }, '1,203 of 1,500 subscribers done.', ['Pause', 'Stop adding']],
  [{ step: 'sending' }, '1,203 of 1,500 subscribers done.', ['Pause', 'Stop adding']],
  [{ step: 'paused' }, 'Paused after 1,203 of 1,500 subscribers.', ['Resume', 'Stop adding']],
  [{ step: 'paused' }, 'Resume makes it active again.', ['Resume', 'Stop adding']],
  [{ step: 'checking' }, 'Checking whether the new sequence is active', ['Pause', 'Stop adding']],
  [
    { step: 'blocked', problem: { kind: 'paused at Kit' }, before: 'adding', transient: false },
    'Kit adds nobody to a paused one. 1,203 of 1,500 subscribers done. If you make it active, sending begins',
    ['Make sequence active', 'Stop adding'],
  ],
  [
    { step: 'blocked', problem: { kind: 'unreachable' }, before: 'adding', transient: true },
    'Safe Delete keeps trying, even if you close this page. If the sequence is paused in Kit, Try again makes it',
    ['Try again', 'Stop adding'],
  ],
  [
    { step: 'blocked', problem: { kind: 'unauthorized' }, before: 'adding', transient: false },
    'didn’t accept',
    ['Reconnect', 'Try again', 'Stop adding'],
  ],
  [
    { step: 'done' },
    'Done: 1,200 of 1,500 addedAlready in it: 1. Not accepted by Kit: 2. The sequence is active now,',
    ['Download who wasn’t added'],
  ],
  [{ step: 'cancelled' }, 'Stopped: 1,200 of 1,500 added', ['Download who wasn’t added']],
])('how people are being added: %j', (state, words, buttons) => {
  const root = shown(state);
  expect(root.textContent).toContain(words);
  expect(buttonsOf(root)).toEqual(buttons);
});

test('while nobody is through, nobody knows whether the sequence is active', () => {
  const root = shown({ step: 'cancelled' }, { counts: NOBODY });
  expect(root.textContent).toContain(
    'Stopped: 0 of 1,500 addedWe can’t tell whether the sequence is active now.',
  );
  expect(buttonsOf(root)).toEqual([]);
});

test('who could not be read in the backup is named in the report', () => {
  const { textContent } = shown({ step: 'done' }, { unusable: 2 });
  expect(textContent).toContain('Not accepted by Kit: 2. Not readable in the backup, so not added: 2.');
  expect(shown({ step: 'done' }, { unusable: 0 }).textContent).not.toContain('Not readable');
});

test('when everybody was added there is nobody to tell of', () => {
  expect(buttonsOf(shown({ step: 'done' }, { counts: { ...NOBODY, added: 1500 } }))).toEqual([]);
});

test.each([
  [{ kind: 'changed', people: 7 } as const, 'There are 7 subscribers now'],
  [{ kind: 'backup damaged' } as const, 'Nobody was added. The backup is damaged.'],
  [{ kind: 'storage failed' } as const, 'Nobody was added.'],
])('nobody was added: %j', (refusal, words) => {
  expect(additionRefusalWords(refusal)).toContain(words);
});

test('the report leaves out who was added, and runs in no spreadsheet', async () => {
  async function* outcomes(): AsyncGenerator<PersonOutcome[]> {
    yield [{ id: 1, email: 'a@example.com', outcome: 'added' }];
    yield [
      { id: 2, email: '=b@example.com', outcome: 'refused', messages: ['no, "really"', '+1'] },
      { id: 3, email: 'c@example.com', outcome: 'gone' },
    ];
  }
  expect((await (await reportCsv(outcomes())).text()).split('\r\n')).toEqual([
    'Email address,ID in Kit,What happened,Kit’s reason',
    `'=b@example.com,2,Not accepted by Kit,"no, ""really"";' +1"`,
    'c@example.com,3,No longer in your account,',
    '',
  ]);
});

test('the file for Kit’s import holds those who were active, with every field', async () => {
  const file = await peopleCsv(await sampleBackup(7));
  const [heading, ...rows] = ((await file?.text()) ?? '').trim().split('\r\n');
  expect(heading).toContain('city,last_name');
  // Of seven people one has left.
  expect(rows).toHaveLength(6);
  expect(rows.join()).not.toContain('person4@');
});

test('a damaged backup gives no such file', async () => {
  const reader = await backupInMemory(sampleContents(3));
  const damaged = {
    ...reader,
    async *parts() {
      for await (const part of reader.parts())
        yield part.name === 'people/0001' ? { ...part, text: '[' } : part;
    },
  };
  expect(await peopleCsv(damaged)).toBe(null);
});
