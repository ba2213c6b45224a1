import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { atStake, isForeignPage } from '../../utils/review/review.ts';
import { factsOf } from '../../utils/review/verdict.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { SteadyButton } from '../ui/SteadyButton.tsx';
import type { Seen } from './details.ts';
import { rangeWords } from './estimate-words.ts';
import { Impact } from './Impact.tsx';
import { foreignPageWords, warningWords } from './words.ts';

interface Props extends Seen {
  news?: ComponentChildren;
  /** The name of the account that the page shows, null where it is not connected. */
  pageAccount: string | null;
  onPause(): void;
  onResume(): void;
  onDelete(): void;
  onBackUp(): void;
}

export function ReviewStep({ look, news, arriving, pageAccount, ...on }: Props) {
  const { onPause, onResume, onDelete, onBackUp } = on;
  const { sequence, account } = look;
  const people = atStake(look);
  const foreign = isForeignPage(look);
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
      {news}
      {foreign ? (
        <Alert>{foreignPageWords(account.name, pageAccount)}</Alert>
      ) : (
        people !== 0 && <Alert>{[warningWords(look), ...waitingWords({ look, arriving })].join(' ')}</Alert>
      )}
      <Impact look={look} arriving={arriving} />
      <ul class="facts">
        {people === 0 && <li>{warningWords(look)}</li>}
        <li>{i18n.t('review.noUndo')}</li>
        <li>{sequence.active ? i18n.t('review.pauseKeeps') : i18n.t('review.pausedAlready')}</li>
        <li>
          {look.automations ? i18n.t('review.automationsByHand') : i18n.t('review.automationsUnknown')}{' '}
          <a href={KIT_LINKS.automations} target="_blank" rel="noreferrer">
            {i18n.t('review.automationsLink')}
          </a>
        </li>
        <li>
          {i18n.t('review.rulesUnknown')}{' '}
          <a href={KIT_LINKS.rules} target="_blank" rel="noreferrer">
            {i18n.t('review.rulesLink')}
          </a>
        </li>
      </ul>
      {!foreign && (
        <div class="actions in-sight">
          {sequence.active ? (
            <SteadyButton class={pauseFirst ? 'primary' : ''} onClick={onPause}>
              {i18n.t('button.pause')}
            </SteadyButton>
          ) : (
            <SteadyButton onClick={onResume}>{i18n.t('button.resume')}</SteadyButton>
          )}
          <SteadyButton class="danger" onClick={onDelete}>
            {i18n.t('button.delete')}
          </SteadyButton>
        </div>
      )}
      <details>
        <summary>{i18n.t('review.more')}</summary>
        <div class="stack tight">
          <p class="quiet">{i18n.t('review.backUpHint')}</p>
          <div class="actions">
            <SteadyButton onClick={onBackUp}>{i18n.t('button.backUpNow')}</SteadyButton>
          </div>
        </div>
      </details>
    </div>
  );
}

/** How many of all these people still wait for an email, as soon as that says more than their number. */
function waitingWords({ look, arriving }: Seen): string[] {
  const { people, midway } = factsOf(look, arriving.details);
  if (people === null || midway === null) return [];
  if (midway.to === 0) return [i18n.t('review.noneWaiting')];
  if (midway.from === 0 && midway.to >= people) return [];
  return [i18n.t('review.stillWaiting', { count: rangeWords(midway) })];
}
