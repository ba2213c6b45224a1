import type { Details } from '../../../utils/review/details.ts';
import type { Range } from '../../../utils/review/estimate.ts';
import type { Look } from '../../../utils/review/review.ts';

/** What tests of the review share: a look at a sequence that nothing refers to. */
export const look: Look = {
  id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
  at: 0,
  account: { id: 1, name: 'Juniper' },
  pageAccountId: 1,
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: '' },
  activeSubscribers: { known: true, value: 1284 },
  allSubscribers: null,
  emails: { known: true, value: { published: 3, drafts: 0 } },
  schedule: [],
  references: { excludedFrom: [], whole: true },
  automations: null,
  rules: null,
};

const none = { from: 0, to: 0 };

/** The second wave, complete: so many wait, for no email in particular. */
export const estimated = (midway: Range, change: Partial<Details> = {}): Details => ({
  ...{ allSubscribers: null, people: null, lately: null, until: null, done: true },
  ...{ references: look.references, automations: null, rules: null },
  estimate: { waiting: [], midway, finished: none, unsent: none, farOff: null, causes: [], caveats: [] },
  ...change,
});
