import { i18n } from '#i18n';
import type { Comparison, Difference } from '../../utils/restore/compare.ts';
import { number } from '../ui/words.ts';
import { emailsWords } from './losses.ts';
import { whyWords } from './words.ts';

const placesWords = (emails: number[]) =>
  emails.length === 0 ? i18n.t('restore.comparison.ofSequence') : emailsWords(emails);

/** What Kit holds now against the backup: the same, different, and what no restore brings back. */
export function ComparisonView({
  comparison: { same, different, notRestorable },
}: {
  comparison: Comparison;
}) {
  return (
    <section class="stack" aria-labelledby="comparison">
      <h3 id="comparison">{i18n.t('restore.comparison.title')}</h3>
      <p>{i18n.t('restore.comparison.same', same, { count: number(same) })}</p>
      {different.length === 0 ? (
        <p>{i18n.t('restore.comparison.nothingDifferent')}</p>
      ) : (
        <>
          <p>
            {i18n.t('restore.comparison.different', different.length, { count: number(different.length) })}
          </p>
          <ul class="stack plain">
            {different.map((difference) => (
              <li key={JSON.stringify(difference)} class="card">
                <Different {...difference} />
              </li>
            ))}
          </ul>
        </>
      )}
      {notRestorable.length > 0 && (
        <>
          <p>{i18n.t('restore.comparison.notRestorable')}</p>
          <ul class="facts">
            {placesByFields(notRestorable).map(({ places, fields }) => (
              <li key={places}>
                {places}: <code>{fields}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Different({ email, field, was, is, why }: Difference) {
  return (
    <>
      <p>
        <strong>{placesWords(email === null ? [] : [email])}</strong> {field && <code>{field}</code>}
      </p>
      <dl>
        <dt>{i18n.t('restore.comparison.was')}</dt>
        <dd dir="auto">{was}</dd>
        <dt>{i18n.t('restore.comparison.is')}</dt>
        <dd dir="auto">{is}</dd>
        <dt>{i18n.t('restore.comparison.why')}</dt>
        <dd>{whyWords(why)}</dd>
      </dl>
    </>
  );
}

/** Emails that lost the same fields stand together. */
function placesByFields(notRestorable: Comparison['notRestorable']): { places: string; fields: string }[] {
  const places = [...Map.groupBy(notRestorable, ({ email }) => email)].map(([email, lost]) => ({
    email,
    fields: lost.map(({ field }) => field).join(', '),
  }));
  const alike = Map.groupBy(places, ({ email, fields }) => `${email === null} ${fields}`);
  return [...alike.values()].map((same) => {
    const emails = same.flatMap(({ email }) => (email === null ? [] : [email]));
    return { places: placesWords(emails), fields: same[0]?.fields ?? '' };
  });
}
