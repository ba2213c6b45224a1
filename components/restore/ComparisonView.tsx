import { i18n } from '#i18n';
import type { Comparison, Difference } from '../../utils/restore/compare.ts';
import { isolated, list, number } from '../ui/words.ts';
import { emailsWords } from './losses.ts';
import { thingWords, valueWords } from './things.ts';
import { whyWords } from './words.ts';

const placesWords = (emails: number[]) =>
  emails.length === 0 ? i18n.t('restore.comparison.ofSequence') : emailsWords(emails);

/** What Kit holds now against the backup. Folded, unless something is different that nobody wanted. */
export function ComparisonView({
  comparison: { same, different, notRestorable },
}: {
  comparison: Comparison;
}) {
  const places = Map.groupBy(different, ({ email }) => email);
  return (
    <details open={different.some(({ why }) => why.kind !== 'paused')}>
      <summary>
        {i18n.t('restore.comparison.title', {
          different: i18n.t('restore.comparison.different', different.length, {
            count: number(different.length),
          }),
          same: i18n.t('restore.comparison.same', same, { count: number(same) }),
        })}
      </summary>
      <div class="stack">
        {different.length > 0 && (
          <ul class="stack plain">
            {[...places].map(([email, those]) => (
              <li key={email} class="card">
                <p>
                  <strong>{placesWords(email === null ? [] : [email])}</strong>
                </p>
                {those.map((one) => (
                  <Different key={JSON.stringify(one)} {...one} />
                ))}
              </li>
            ))}
          </ul>
        )}
        {notRestorable.length > 0 && (
          <>
            <p>{i18n.t('restore.comparison.notRestorable')}</p>
            <ul class="facts">
              {lostInPlaces(notRestorable).map(({ places, things }) => (
                <li key={places}>{i18n.t('restore.ofEmail', { email: places, words: things })}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  );
}

/** Both values in a line; where they are long, behind it. In characters. */
const LINE = 80;

function Different({ field, was, is, why }: Difference) {
  const thing = thingWords(field);
  if (why.kind === 'paused') return <p>{i18n.t('restore.comparison.paused', { thing })}</p>;
  if (field === '') {
    return (
      <p>
        <bdi>{was || is}</bdi> {whyWords(why)}
      </p>
    );
  }
  const values = { was: valueWords(field, was), is: valueWords(field, is) };
  if (values.was.length + values.is.length <= LINE) {
    const places = { thing, was: isolated(values.was), is: isolated(values.is) };
    return (
      <p>
        {i18n.t('restore.comparison.changed', places)} {whyWords(why)}
      </p>
    );
  }
  return (
    <>
      <p>
        {i18n.t('restore.comparison.changedLong', { thing })} {whyWords(why)}
      </p>
      <details>
        <summary>{i18n.t('restore.comparison.both')}</summary>
        <dl>
          <dt>{i18n.t('restore.comparison.was')}</dt>
          <dd dir="auto">{values.was}</dd>
          <dt>{i18n.t('restore.comparison.is')}</dt>
          <dd dir="auto">{values.is}</dd>
        </dl>
      </details>
    </>
  );
}

/** Emails that lost the same things stand together. */
function lostInPlaces(notRestorable: Comparison['notRestorable']): { places: string; things: string }[] {
  const places = [...Map.groupBy(notRestorable, ({ email }) => email)].map(([email, lost]) => ({
    email,
    things: list([...new Set(lost.map(({ field }) => thingWords(field)))]),
  }));
  const alike = Map.groupBy(places, ({ email, things }) => `${email === null} ${things}`);
  return [...alike.values()].map((same) => {
    const emails = same.flatMap(({ email }) => (email === null ? [] : [email]));
    return { places: placesWords(emails), things: same[0]?.things ?? '' };
  });
}
