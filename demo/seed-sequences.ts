import type { Settings } from './kit/types.ts';

export interface Row {
  id: number;
  name: string;
  active: number;
  /** People who unsubscribed; a share of `active` when left out. */
  left?: number;
  /** Days since it was made. */
  age?: number;
  emails?: string[];
  /** Its emails are drafts. */
  drafts?: boolean;
  settings?: Partial<Settings>;
}

export const EMAILS = [
  'Hello, and what to expect',
  'The letter I nearly did not send',
  'Three small habits for a slower week',
  'A question for you',
  'Before you go',
  'One last thing',
];

const LONG_START =
  'How to keep a paper notebook through a whole year without giving it up in the second week of ';
const LONG_END =
  'January, with prompts, examples and photographs from some kind readers who did, in eleven unhurried letters';

/** Sequences that tests name: see `SEED`. */
export const SPECIAL: Row[] = [
  {
    id: 80,
    name: 'Welcome series',
    active: 1284,
    left: 143,
    age: 780,
    emails: EMAILS.slice(0, 5),
    settings: { email_template_id: 38 },
  },
  { id: 81, name: 'Weekly letter archive', active: 250_000, left: 12_000, age: 1500 },
  { id: 82, name: 'Autumn reading list', active: 0, age: 3, emails: EMAILS.slice(0, 2), drafts: true },
  { id: 83, name: 'Paper garden launch', active: 412, settings: { active: false } },
  { id: 84, name: 'Evergreen letters', active: 3710, settings: { hold: true } },
  { id: 85, name: 'The "slow email" course', active: 96 },
  { id: 86, name: "Reader's choice, it's back", active: 55 },
  { id: 87, name: '🌿 Garden notes 🐝', active: 640 },
  { id: 88, name: 'سلسلة الترحيب', active: 37 },
  { id: 89, name: 'סדרת ברוכים הבאים', active: 24 },
  { id: 90, name: 'Write in <b>bold</b>', active: 18 },
  { id: 91, name: LONG_START + LONG_END, active: 9 },
  { id: 92, name: '=SUM(A1:A9) a spreadsheet course', active: 61 },
  {
    id: 93,
    name: 'Win back quiet readers',
    active: 205,
    settings: {
      exclude_subscriber_sources: [
        { type: 'sequence', ids: [80] },
        { type: 'tag', ids: [21] },
      ],
    },
  },
];

export const ORDINARY: Row[] = [
  { id: 94, name: 'Summer letter-writing challenge', active: 0, left: 210 },
  { id: 95, name: 'How to start a letter club', active: 832 },
  { id: 96, name: 'Free chapter follow-up', active: 1523 },
  { id: 97, name: 'Book pre-order thanks', active: 348, settings: { active: false } },
  { id: 98, name: 'Ink and paper: seven lessons', active: 2214, settings: { hold: true } },
  {
    id: 99,
    name: 'Customer care after a purchase',
    active: 467,
    settings: { exclude_subscriber_sources: [{ type: 'sequence', ids: [80, 96] }] },
  },
  { id: 100, name: 'Podcast guests', active: 12 },
  { id: 101, name: 'Ask June', active: 150, settings: { repeat: true } },
  { id: 102, name: 'Advent letters 2025', active: 0, left: 488 },
  { id: 103, name: 'Advent letters 2026', active: 76, age: 9 },
  { id: 104, name: 'After the workshop', active: 184 },
  { id: 105, name: 'Workshop waiting list', active: 93 },
  { id: 106, name: 'Teachers’ pack', active: 71 },
  { id: 107, name: 'Beta readers', active: 28, settings: { active: false } },
  { id: 108, name: 'Print shop reminders', active: 530 },
  { id: 109, name: 'Old welcome series (2023)', active: 6, settings: { active: false } },
  { id: 110, name: 'Patrons: monthly extra', active: 119, settings: { hold: true } },
  { id: 111, name: 'Letters from the coast', active: 940 },
  { id: 112, name: 'Survey invitation', active: 0 },
  { id: 113, name: 'Café readings', active: 44 },
  { id: 114, name: 'Translation corner', active: 65 },
  { id: 115, name: 'Untitled sequence', active: 0, emails: [] },
  { id: 116, name: 'Copy of Welcome series', active: 0, drafts: true },
  { id: 117, name: 'Archive tour', active: 377 },
  { id: 118, name: 'Spring cleaning for your inbox', active: 689 },
  { id: 119, name: 'Notes on handwriting', active: 1042 },
];

export const SECOND: Row[] = [
  { id: 300, name: 'First steps', active: 42 },
  { id: 301, name: 'Welcome series', active: 17 },
  { id: 302, name: 'Draft ideas', active: 0, drafts: true },
];
