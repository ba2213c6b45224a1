import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { atStake, isForeignPage, type Look } from '../../utils/review/review.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { foreignPageWords, number } from '../ui/words.ts';
import type { Arriving } from './details.ts';

interface Props {
  look: Look;
  arriving: Arriving;
  /** The name of the account that the page shows, null where it is not connected. */
  pageAccount: string | null;
  onPause(): void;
  onResume(): void;
  onDelete(): void;
}

export function ReviewStep({ look, arriving, pageAccount, onPause, onResume, onDelete }: Props) {
  const { sequence, account } = look;
  const people = atStake(look);
  const foreign = isForeignPage(look);
  const warning =
    people === null
      ? i18n.t('review.warningUnknown')
      : i18n.t('review.warning', people, { count: number(people) });
  const pauseFirst = people !== 0 && sequence.active;
  return (
    <div class="stack">
      <header class="stack tight">
        <Heading>
          <bdi>{sequence.name}</bdi>
        </Heading>
        <p class="quiet">
          <span class={`status ${sequence.active ? 'active' : 'paused'}`}>
            {sequence.active ? i18n.t('review.active') : i18n.t('review.paused')}
          </span>{' '}
          {i18n.t('review.connectedTo', { account: account.name })}
        </p>
      </header>
      {foreign ? (
        <Alert>{foreignPageWords(account.name, pageAccount)}</Alert>
      ) : (
        people !== 0 && <Alert>{warning}</Alert>
      )}
      <Impact look={look} arriving={arriving} />
      <ul class="facts">
        {people === 0 && <li>{i18n.t('review.nobody')}</li>}
        <li>{i18n.t('review.noUndo')}</li>
        <li>{sequence.active ? i18n.t('review.pauseKeeps') : i18n.t('review.pausedAlready')}</li>
        <li>
          {i18n.t('review.automationsUnknown')}{' '}
          <a href={KIT_LINKS.automations} target="_blank" rel="noreferrer">
            {i18n.t('review.automationsLink')}
          </a>
        </li>
      </ul>
      {!foreign && (
        <div class="actions">
          {sequence.active ? (
            <button type="button" class={pauseFirst ? 'primary' : ''} onClick={onPause}>
              {i18n.t('button.pause')}
            </button>
          ) : (
            <button type="button" onClick={onResume}>
              {i18n.t('button.resume')}
            </button>
          )}
          <button type="button" class="danger" onClick={onDelete}>
            {i18n.t('button.delete')}
          </button>
        </div>
      )}
    </div>
  );
}

function Impact({ look, arriving }: Pick<Props, 'look' | 'arriving'>) {
  const { activeSubscribers: active, emails, sequence } = look;
  const all = arriving.details?.allSubscribers;
  const counter = sequence.subscriber_count;
  return (
    <section class="card" aria-labelledby="impact">
      <h2 id="impact">{i18n.t('review.impact')}</h2>
      <p class="figure">
        {active.known
          ? i18n.t('review.activeSubscribers', active.value, { count: number(active.value) })
          : i18n.t('review.activeUnknown')}
      </p>
      {active.known && counter !== undefined && counter > active.value && (
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
    </section>
  );
}
