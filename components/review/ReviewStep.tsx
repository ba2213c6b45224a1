import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { atStake, isForeignPage } from '../../utils/review/review.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { SteadyButton } from '../ui/SteadyButton.tsx';
import type { Seen } from './details.ts';
import { Impact } from './Impact.tsx';
import { Status } from './Status.tsx';
import { VerdictNote } from './VerdictNote.tsx';
import { foreignPageWords } from './words.ts';

interface Props extends Seen {
  news?: ComponentChildren;
  /** That it is watched, or retired. */
  notes?: ComponentChildren;
  /** Further things that can be done with it, behind "More". */
  more?: ComponentChildren;
  /** The name of the account that the page shows, null where it is not connected. */
  pageAccount: string | null;
  onPause(): void;
  onResume(): void;
  onDelete(): void;
  onBackUp(): void;
  /** Wants to know when nobody waits any more; not there where that is no question. */
  onWatch?: (() => void) | undefined;
}

export function ReviewStep({ look, news, notes, more, arriving, pageAccount, ...on }: Props) {
  const { onPause, onResume, onDelete, onBackUp, onWatch } = on;
  const { sequence, account } = look;
  const isAnybodyAtStake = atStake(look) !== 0;
  const foreign = isForeignPage(look);
  return (
    <div class="stack">
      <header class="stack tight">
        <Heading>
          <bdi>{sequence.name}</bdi>
        </Heading>
        <p class="quiet">
          <Status active={sequence.active} /> {i18n.t('review.connectedTo', { account: account.name })}
        </p>
      </header>
      {news}
      {foreign && <Alert>{foreignPageWords(account.name, pageAccount)}</Alert>}
      <VerdictNote look={look} arriving={arriving} warns={isAnybodyAtStake && !foreign} advises={!foreign} />
      {notes}
      <Impact look={look} arriving={arriving} />
      <p class="quiet">{i18n.t('review.noUndo')}</p>
      {!foreign && (
        <div class="actions in-sight">
          {sequence.active ? (
            <SteadyButton class={isAnybodyAtStake ? 'primary' : ''} onClick={onPause}>
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
          {onWatch && (
            <>
              <p class="quiet">{i18n.t('watch.offerHint')}</p>
              <div class="actions">
                <button type="button" onClick={onWatch}>
                  {i18n.t('watch.offer')}
                </button>
              </div>
            </>
          )}
          {more}
        </div>
      </details>
    </div>
  );
}
