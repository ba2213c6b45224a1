import { i18n } from '#i18n';
import type { Comparison } from '../../utils/restore/compare.ts';
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
          <p id="different">
            {i18n.t('restore.comparison.different', different.length, { count: number(different.length) })}
          </p>
          {/* Focusable, so that it can be scrolled with the keyboard too. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
          <div class="scroll" role="region" aria-labelledby="different" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{i18n.t('restore.comparison.place')}</th>
                  <th scope="col">{i18n.t('restore.comparison.was')}</th>
                  <th scope="col">{i18n.t('restore.comparison.is')}</th>
                  <th scope="col">{i18n.t('restore.comparison.why')}</th>
                </tr>
              </thead>
              <tbody>
                {different.map(({ email, field, was, is, why }) => (
                  <tr key={`${email} ${field} ${was} ${is}`}>
                    <th scope="row">
                      {placeWords(email)} {field && <code>{field}</code>}
                    </th>
                    <td dir="auto">{was}</td>
                    <td dir="auto">{is}</td>
                    <td>{whyWords(why)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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

function fieldsByPlace(notRestorable: Comparison['notRestorable']): Map<number | null, string[]> {
  const places = new Map<number | null, string[]>();
  for (const { email, field } of notRestorable) places.set(email, [...(places.get(email) ?? []), field]);
  return places;
}
