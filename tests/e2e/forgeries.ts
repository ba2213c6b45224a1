import { SEED } from '../../demo/seed.ts';
import { CLOSE_DRAWER, OPEN_DRAWER } from '../../utils/drawer.ts';
import { ALL_JOBS } from '../../utils/history/filter.ts';
import type { KitPageName } from '../../utils/page/kit-page-names.ts';
import { CONNECTION_CHANGED, type MessageName, type Payload, portName } from '../../utils/protocol.ts';

const REVIEW = '6f1c1b2e-6a52-4d0c-9a2f-0f6a3f0c7f11';

/** What somebody who has no business here would ask of the background. */
const PAYLOADS: { readonly [N in MessageName]: readonly Payload<N>[] } = {
  'sequence.start': [
    { kind: 'delete', sequenceId: SEED.empty, reviewId: REVIEW, backUp: false },
    { kind: 'pause', sequenceId: SEED.welcome, reviewId: REVIEW, backUp: false },
    { kind: 'resume', sequenceId: SEED.paused, reviewId: REVIEW, backUp: false },
    { kind: 'back up', sequenceId: SEED.welcome, reviewId: REVIEW, backUp: true },
  ],
  'sequence.cancel': [{ sequenceId: SEED.welcome }],
  'jobs.resume': [{}],
  'jobs.open': [{}],
  'review.gather': [{ sequenceId: SEED.large }],
  'review.kept': [{ sequenceId: SEED.welcome }],
  'sequence.backUp': [{ sequenceId: SEED.welcome, reviewId: REVIEW }],
  'options.open': [{}],
  'manager.open': [{ target: { backupId: REVIEW, download: true } }],
  'storage.state': [{}],
  'backups.list': [{}],
  'backups.open': [{ backupId: REVIEW }],
  'backups.part': [{ backupId: REVIEW, name: 'emails', from: 0 }],
  'backups.noteDownload': [{ backupId: REVIEW }],
  'backups.remove': [{ backupId: REVIEW }],
  'retire.start': [{ sequenceId: SEED.welcome, reviewId: REVIEW, days: 30, notify: false }],
  'retire.list': [{}],
  'retire.wish': [{ sequenceId: SEED.welcome, wish: 'bring back' }],
  'watch.start': [{ sequenceId: SEED.welcome, reviewId: REVIEW, notify: false }],
  'watch.list': [{}],
  'watch.wish': [{ sequenceId: SEED.welcome, wish: 'stop' }],
  'history.read': [{ filter: ALL_JOBS, before: null }],
  'restore.losses': [{ backupId: REVIEW }],
  'restore.start': [{ backupId: REVIEW, accountId: SEED.account }],
  'restore.stop': [{ backupId: REVIEW }],
  'restore.undo': [{ backupId: REVIEW }],
  'restore.retry': [{ backupId: REVIEW }],
  'restore.relinks': [{ backupId: REVIEW }],
  'people.groups': [{ backupId: REVIEW }],
  'people.start': [{ backupId: REVIEW, sequenceId: SEED.welcome, group: 'midway', people: 20 }],
  'people.pause': [{ sequenceId: SEED.welcome }],
  'people.resume': [{ sequenceId: SEED.welcome }],
  'people.stop': [{ sequenceId: SEED.welcome }],
  'people.outcomes': [{ jobId: REVIEW, after: null }],
  'restore.relink': [{ backupId: REVIEW, sequenceId: SEED.excludes, shown: '' }],
  'connection.accounts': [{}],
  'connection.test': [{ accountId: SEED.account }],
  'connection.disconnect': [{ accountId: SEED.account }],
  'connection.connectWithApiKey': [{ apiKey: SEED.secondApiKey }],
  'connection.connectWithOAuth': [{}],
  'connection.app': [{}],
  'connection.useApp': [{ clientId: 'elsewhere' }],
};

/** Every message to the background, each in the shape that its rule wants. */
export const MESSAGES = (Object.keys(PAYLOADS) as MessageName[]).flatMap((name) =>
  PAYLOADS[name].map((payload) => ({ name, payload })),
);

/** What the content script takes from our own background. */
export const PAGE_PORTS: KitPageName[] = ['automations', `automations/${SEED.automation}`, 'rules'];

/** Every kind of port that there is, the background's own ones too. */
export const PORTS = [
  portName('sequence', SEED.welcome),
  portName('details', REVIEW),
  portName('restore', REVIEW),
  portName('people', SEED.welcome),
  portName('retire', SEED.welcome),
  portName('watch', SEED.welcome),
  portName('import', REVIEW),
  portName('save', 'files'),
  ...PAGE_PORTS,
];

/** Everything that any part of the extension listens for. */
export const EVERYTHING = [...MESSAGES, ...PORTS, CLOSE_DRAWER, OPEN_DRAWER, CONNECTION_CHANGED];

export const titleOf = (message: (typeof MESSAGES)[number]) =>
  `${message.name} ${JSON.stringify(message.payload)}`;
