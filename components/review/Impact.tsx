import { i18n } from '#i18n';
import { number } from '../ui/words.ts';
import type { Seen } from './details.ts';
import { EstimateNote } from './EstimateNote.tsx';
import { ReferencesNote } from './ReferencesNote.tsx';
import { SignsOfLife } from './SignsOfLife.tsx';
import { VerdictNote } from './VerdictNote.tsx';

export function Impact(seen: Seen) {
  return (
    <section class="card" aria-labelledby="impact">
      <h2 id="impact">{i18n.t('review.impact')}</h2>
      <VerdictNote {...seen} />
      <Numbers {...seen} />
      <EstimateNote {...seen} />
      <ReferencesNote {...seen} />
      <SignsOfLife {...seen} />
    </section>
  );
}

function Numbers({ look, arriving }: Seen) {
  const { activeSubscribers: active, emails, sequence } = look;
  const all = arriving.details?.allSubscribers;
  const counter = sequence.subscriber_count;
  return (
    <>
      <p class="figure">
        {active.known
          ? i18n.t('review.activeSubscribers', active.value, { count: number(active.value) })
          : i18n.t('review.activeUnknown')}
      </p>
      {active.known && counter != null && counter > active.value && (
        <p>{i18n.t('review.counterDiffers', { count: number(counter) })}</p>
      )}
      {all && (
        <p class="quiet">
          {all.known
            ? i18n.t('review.allSubscribers', { count: number(all.value) })
            : i18n.t('review.allUnknown')}
        </p>
      )}
      <p>
        {emails.known
          ? [
              i18n.t('review.emails', emails.value.published, { count: number(emails.value.published) }),
              ...(emails.value.drafts > 0
                ? [i18n.t('review.drafts', emails.value.drafts, { count: number(emails.value.drafts) })]
                : []),
            ].join(', ')
          : i18n.t('review.emailsUnknown')}
      </p>
    </>
  );
}
