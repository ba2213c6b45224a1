import { i18n } from '#i18n';
import { panelPath } from '../../utils/drawer.ts';
import { ask } from '../../utils/messages/ask.ts';
import { portName } from '../../utils/protocol.ts';
import { isWatchEnded, type Watch, type WatchWish } from '../../utils/watch/watch.ts';
import { Card, type Level, UpdateList, useListed } from '../retire/lists.tsx';
import { NotifyButton } from '../retire/NotifyChoice.tsx';
import { onDay } from '../ui/words.ts';
import { watchWords } from './words.ts';

interface Props {
  watch: Watch;
  /** Of its heading. */
  level: Level;
  /** It ended while it was on the page. */
  onEnded(): void;
}

const isOpen = ({ state }: Watch) => !isWatchEnded(state);

/** One sequence that is watched, with what can be done about it. */
export function WatchedRow({ watch: listed, level, onEnded }: Props) {
  const { sequenceId } = listed;
  const { job: watch, unheard, want } = useListed(portName('watch', sequenceId), listed, isOpen);
  const { state, review, startedAt } = watch;
  const id = `watched-${listed.id}`;
  const wish = (wanted: WatchWish) => () => want(() => ask('watch.wish', { sequenceId, wish: wanted }));
  const button = (wanted: WatchWish, words: string) => (
    <button type="button" aria-describedby={id} onClick={wish(wanted)}>
      {words}
    </button>
  );
  return (
    <Card
      id={id}
      level={level}
      name={review.sequence.name}
      about={[review.account.name, i18n.t('watch.since', { day: onDay(startedAt) })]}
      words={watchWords(watch)}
      unheard={unheard}
    >
      {isOpen(watch) && (
        <div class="actions">
          {state.step === 'due' && (
            <a class="button" href={panelPath({ sequenceId })} target="_blank" rel="noreferrer">
              {i18n.t('button.delete')}
            </a>
          )}
          {button('look', i18n.t('watch.checkNow'))}
          {button('stop', i18n.t('watch.stop'))}
          {!watch.notify && <NotifyButton describedBy={id} onAllowed={wish('notify')} />}
        </div>
      )}
      {!isOpen(watch) && isOpen(listed) && <UpdateList onPress={onEnded} />}
    </Card>
  );
}
