import { i18n } from '#i18n';
import type { Comparison, Difference } from '../../utils/restore/compare.ts';
import { number } from '../ui/words.ts';
import { emailWords } from './losses.ts';
import { whyWords } from './words.ts';

const placeWords = (email: number | null) =>
  email === null ? i18n.t('restore.comparison.ofSequence') : emailWords(email);

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
            {[...fieldsByPlace(notRestorable)].map(([email, fields]) => (
              <li key={email}>
                {placeWords(email)}: <code>{fields.join(', ')}</code>
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
        <strong>{placeWords(email)}</strong> {field && <code>{field}</code>}
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

function fieldsByPlace(notRestorable: Comparison['notRestorable']): Map<number | null, string[]> {
  const places = new Map<number | null, string[]>();
  for (const { email, field } of notRestorable) places.set(email, [...(places.get(email) ?? []), field]);
  return places;
}
