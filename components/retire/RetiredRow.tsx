import { i18n } from '#i18n';
import { panelPath } from '../../utils/drawer.ts';
import { ask } from '../../utils/messages/ask.ts';
import { portName } from '../../utils/protocol.ts';
import { isRetirementEnded, type Retirement, type RetirementWish } from '../../utils/retire/retirement.ts';
import { onDay } from '../ui/words.ts';
import { Card, type Level, UpdateList, useListed } from './lists.tsx';
import { NotifyButton } from './NotifyChoice.tsx';
import { stateWords } from './words.ts';

interface Props {
  retirement: Retirement;
  /** Of its heading. */
  level: Level;
  /** It ended while it was on the page. */
  onEnded(): void;
}

const isOpen = ({ state }: Retirement) => !isRetirementEnded(state);

/** One sequence that rests, with what can be done about it. */
export function RetiredRow({ retirement: listed, level, onEnded }: Props) {
  const { sequenceId } = listed;
  const { job: retirement, unheard, want } = useListed(portName('retire', sequenceId), listed, isOpen);
  const { state, review, retiredAt } = retirement;
  const id = `retired-${listed.id}`;
  const wish = (wanted: RetirementWish) => () => want(() => ask('retire.wish', { sequenceId, wish: wanted }));
  const button = (wanted: RetirementWish, words: string) => (
    <button type="button" aria-describedby={id} onClick={wish(wanted)}>
      {words}
    </button>
  );
  const hasFailed = state.step === 'failed' || state.step === 'not paused';
  return (
    <Card
      id={id}
      level={level}
      name={review.sequence.name}
      about={[
        review.account.name,
        retiredAt === null ? null : i18n.t('retire.since', { day: onDay(retiredAt) }),
      ]}
      headline={isOpen(listed) && hasFailed ? i18n.t('retire.notDone') : null}
      words={stateWords(retirement)}
      unheard={unheard}
    >
      {'lookAt' in state && (
        <div class="actions">
          <a class="button" href={panelPath({ sequenceId })} target="_blank" rel="noreferrer">
            {i18n.t('button.delete')}
          </a>
          {button('bring back', i18n.t('retire.bringBack'))}
          {button('keep longer', i18n.t('retire.keepLonger'))}
          {button('remove', i18n.t('retire.remove'))}
          {!retirement.notify && <NotifyButton describedBy={id} onAllowed={wish('notify')} />}
        </div>
      )}
      {!isOpen(retirement) && isOpen(listed) && <UpdateList onPress={onEnded} />}
    </Card>
  );
}
