import { i18n } from '#i18n';
import { LAST } from '../../utils/backup/file/csv.ts';
import type { ZipWords } from '../../utils/backup/file/write.ts';
import type { Complete } from '../../utils/backup/format.ts';
import { type SequenceEmail, saysWhetherPublished } from '../../utils/kit/shapes.ts';
import { number } from '../ui/words.ts';

/** What people read in a downloaded backup, in their language. */
export const zipWords = (): ZipWords => ({ readme, email });

function readme(backup: Complete): string {
  const title = i18n.t('file.readme.title', { sequence: backup.sequence.name });
  const sections = [
    [
      i18n.t('file.readme.made', {
        account: backup.account.name,
        from: moment(backup.startedAt),
        until: moment(backup.completedAt),
      }),
      i18n.t('file.readme.holds', { emails: number(backup.emails), people: number(backup.people.kept) }),
      i18n.t('file.readme.personal'),
    ],
    [heading(i18n.t('file.readme.restoreTitle')), i18n.t('file.readme.restore')],
    [
      heading(i18n.t('file.readme.filesTitle')),
      i18n.t('file.readme.emails'),
      i18n.t('file.readme.csv'),
      i18n.t('file.readme.machine'),
    ],
    [
      heading(i18n.t('file.readme.csvTitle')),
      i18n.t('file.readme.csvImport', { status: LAST[0], added: LAST[1] }),
      i18n.t('file.readme.csvUnsubscribed'),
      i18n.t('file.readme.csvZeros'),
      i18n.t('file.readme.csvFormula'),
      i18n.t('file.readme.csvEncoding'),
      i18n.t('file.readme.csvMissing'),
    ],
  ];
  return `${[heading(title), ...sections.map((section) => section.join('\n\n'))].join('\n\n')}\n`;
}

const heading = (text: string) => `${text}\n${'='.repeat([...text].length)}`;

/** With the time zone, since the file may be read elsewhere. */
const moment = (time: number) =>
  new Date(time).toLocaleString(i18n.t('language'), {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });

function email(of: SequenceEmail): ReturnType<ZipWords['email']> {
  const preview = of.preview_text;
  return {
    language: i18n.t('language'),
    title: of.subject || i18n.t('file.email.noSubject'),
    about: [
      ...(typeof preview === 'string' && preview !== ''
        ? ([[i18n.t('file.email.preview'), preview]] satisfies [string, string][])
        : []),
      [i18n.t('file.email.delay'), delay(of)],
      [i18n.t('file.email.state'), stateOf(of)],
    ],
  };
}

function stateOf(email: SequenceEmail): string {
  if (!saysWhetherPublished(email)) return i18n.t('file.email.unknown');
  return email.published ? i18n.t('file.email.published') : i18n.t('file.email.draft');
}

function delay({ delay_value: value, delay_unit: unit }: SequenceEmail): string {
  if (value == null) return i18n.t('file.email.unknown');
  if (unit === 'days') return i18n.t('file.email.days', value, { count: number(value) });
  if (unit === 'hours') return i18n.t('file.email.hours', value, { count: number(value) });
  return i18n.t('file.email.unknown');
}
