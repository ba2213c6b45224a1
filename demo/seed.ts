import type { Account } from './kit/account.ts';
import { Kit } from './kit/kit.ts';
import type { People } from './kit/people.ts';
import { iso, type Settings, type State } from './kit/types.ts';
import { EMAILS, ORDINARY, type Row, SECOND, SPECIAL } from './seed-sequences.ts';

/** Ids and keys that tests and `npm start` name. */
export const SEED = {
  account: 1,
  secondAccount: 2,
  user: 29,
  apiKey: 'kit_demo_juniper_4f7b2c91d0e84a36',
  secondApiKey: 'kit_demo_second_91ac0d57be2f4e68',
  /** 1,284 active people and five emails; two automations and a Rule use it. */
  welcome: 80,
  /** 250,000 active people. */
  large: 81,
  /** Nobody, and two drafts. */
  empty: 82,
  /** Paused, with people in it. */
  paused: 83,
  /** `hold`: people stay after the last email. */
  evergreen: 84,
  doubleQuotes: 85,
  singleQuotes: 86,
  emoji: 87,
  arabic: 88,
  hebrew: 89,
  markup: 90,
  /** A name of exactly 200 characters. */
  longName: 91,
  /** A name that a spreadsheet would take for a formula. */
  formula: 92,
  /** Leaves out the people of `welcome`. */
  excludes: 93,
  /** In the second account. */
  second: 300,
  automation: 501,
  secondAutomation: 502,
  rule: 7_100_001,
} as const;

const DAY = 86_400_000;
const NINE = 9 * 3_600_000;
/** The last nine o'clock (UTC): people joined until today, so that some are midway through the emails. */
const TODAY = Math.floor((Date.now() - NINE) / DAY) * DAY + NINE;

const LETTER = `<p>Hello {{ subscriber.first_name }},</p>
<p>The kettle is on and the post has just gone. Here is this week's letter, with one thing to read slowly and
one thing to try before Sunday.</p>
<p>Write back whenever you like: I read everything.</p>
<p>June</p>`;

const TIME_ZONE = {
  name: 'America/Los_Angeles',
  friendly_name: 'Pacific Time (US & Canada)',
  utc_offset: '-08:00',
};

export function seededKit(): Kit {
  const kit = new Kit();
  kit.accounts.push(
    accountOf(SEED.account, 'Juniper Street Letters', SEED.apiKey, 'creator'),
    accountOf(SEED.secondAccount, 'Second Newsletter', SEED.secondApiKey, 'free'),
  );
  const [first, second] = kit.accounts as [Account, Account];
  fillNames(first);
  for (const row of [...SPECIAL, ...ORDINARY]) addRow(kit, first, row);
  for (const row of SECOND) addRow(kit, second, row);
  kit.settle();
  return kit;
}

function accountOf(id: number, name: string, apiKey: string, plan: string): Account {
  const email = 'june@juniperstreet.example';
  return {
    user: { id: SEED.user, email },
    apiKeys: [apiKey],
    profile: {
      id,
      name,
      plan_type: plan,
      primary_email_address: email,
      created_at: iso(TODAY - 2100 * DAY),
      timezone: TIME_ZONE,
    },
    sequences: [],
    forms: [],
    tags: [],
    segments: [],
    automations: [],
    rules: [],
  };
}

function addRow(kit: Kit, account: Account, row: Row): void {
  const age = row.age ?? 30 + ((row.id * 37) % 1200);
  const created = TODAY - age * DAY;
  const settings: Partial<Settings> & { name: string } = {
    id: row.id,
    created_at: iso(created),
    updated_at: iso(created + (age * DAY) / 2),
    ...row.settings,
    name: row.name,
  };
  const { id } = kit.addSequence(account, settings);
  const subjects = row.emails ?? EMAILS.slice(0, 2 + (row.id % 4));
  for (const [position, subject] of subjects.entries()) {
    kit.addEmail(id, {
      subject,
      delay_value: position === 0 ? 0 : 2,
      published: row.drafts !== true,
      preview_text: position === 0 ? 'Glad that you are here' : null,
      content: LETTER,
    });
  }
  addPeople(kit, id, row, created);
}

function addPeople(kit: Kit, id: number, row: Row, created: number): void {
  const counts: [State, number][] = [
    ['cancelled', row.left ?? Math.round(row.active * 0.09)],
    ['bounced', Math.round(row.active * 0.01)],
    ['complained', Math.round(row.active * 0.001)],
    ['inactive', Math.round(row.active * 0.03)],
    ['active', row.active],
  ];
  const people = counts.reduce((sum, [, count]) => sum + count, 0);
  const every = Math.floor((TODAY - created) / Math.max(1, people));
  const before = (): People => kit.sequence(id).people;
  for (const [state, count] of counts) {
    kit.addSubscribers(id, count, state, created + before().count() * every, every);
  }
}

function fillNames(account: Account): void {
  const created_at = iso(TODAY - 900 * DAY);
  const form = (id: number, name: string, type: string, archived = false) => {
    const uid = `f${(id * 7919).toString(16).padStart(9, '0')}`;
    const embed_url = `https://juniper-street.example/${uid}`;
    const format = type === 'embed' ? 'inline' : null;
    const embed_js = `${embed_url}/index.js`;
    return {
      id,
      name,
      created_at,
      type,
      format,
      embed_js,
      embed_url,
      archived,
      uid,
      subscriber_count: id * 61,
    };
  };
  account.forms = [
    form(11, 'Letter sign-up', 'embed'),
    form(12, 'Paper garden, free chapter', 'hosted'),
    form(13, 'Old footer form', 'embed', true),
  ];
  const tags = ['Customer', 'Workshop 2026', 'Reads in print', 'Lapsed', 'Asked a question'];
  account.tags = tags.map((name, at) => ({ id: 21 + at, name, created_at, subscriber_count: 90 * (at + 1) }));
  account.segments = ['Keen readers', 'Europe', 'Quiet since spring'].map((name, at) => ({
    id: 41 + at,
    name,
    created_at,
  }));
  const node = (
    id: number,
    name: string,
    resource_type: 'Form' | 'Tag' | 'Sequence',
    resource_id: number,
  ) => ({
    id,
    name,
    resource_type,
    resource_id,
  });
  account.automations = [
    {
      id: SEED.automation,
      name: 'New reader path',
      active: true,
      nodes: [
        node(1, 'Joins Letter sign-up', 'Form', 11),
        node(2, 'Welcome series', 'Sequence', SEED.welcome),
        node(3, 'Tag: Keen', 'Tag', 25),
      ],
    },
    {
      id: SEED.secondAutomation,
      name: 'Workshop guests',
      active: true,
      nodes: [
        node(4, 'Tag: Workshop 2026', 'Tag', 22),
        node(5, 'Welcome series', 'Sequence', SEED.welcome),
        node(6, 'After the workshop', 'Sequence', 104),
      ],
    },
    { id: 503, name: 'Birthday note', active: false, nodes: [node(7, 'Tag: Customer', 'Tag', 21)] },
  ];
  account.rules = [
    {
      ...{ id: SEED.rule, name: 'Sign-up starts the welcome', active: true },
      triggers: [{ resource_type: 'Form', resource_id: 11 }],
      actions: [{ resource_type: 'Sequence', resource_id: SEED.welcome }],
    },
    {
      ...{ id: 7_100_002, name: 'Guests are customers', active: true },
      triggers: [{ resource_type: 'Tag', resource_id: 22 }],
      actions: [{ resource_type: 'Tag', resource_id: 21 }],
    },
  ];
}
