import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { panelPath } from '../../utils/drawer.ts';
import { ask } from '../../utils/messages/ask.ts';
import { portName } from '../../utils/protocol.ts';
import { isRetirementEnded, type Retirement, type RetirementWish } from '../../utils/retire/retirement.ts';
import { Alert } from '../ui/Alert.tsx';
import { useFollowed } from '../ui/port.ts';
import { onDay } from '../ui/words.ts';
import { stateWords } from './words.ts';

interface Props {
  retirement: Retirement;
  /** Of its title, below that of the list. */
  level: 2 | 3;
  /** It ended while it was on the page. */
  onEnded(): void;
}

/** One sequence that rests, with what can be done about it. */
export function RetiredRow({ retirement: listed, level, onEnded }: Props) {
  const Title = level === 2 ? 'h2' : 'h3';
  const { sequenceId } = listed;
  const isOpen = ({ state }: Retirement) => !isRetirementEnded(state);
  const { told, lost, connect } = useFollowed<Retirement>(
    portName('retire', sequenceId),
    isOpen,
    isOpen(listed),
  );
  const [broken, setBroken] = useState(false);
  const retirement = told?.id === listed.id ? told : listed;
  const { state, review, retiredAt } = retirement;
  const title = `retired-${listed.id}`;
  const wish = (wanted: RetirementWish) => () => {
    setBroken(false);
    connect();
    ask('retire.wish', { sequenceId, wish: wanted }).catch(() => setBroken(true));
  };
  const button = (wanted: RetirementWish, words: string) => (
    <button type="button" aria-describedby={title} onClick={wish(wanted)}>
      {words}
    </button>
  );
  return (
    <li class="card stack tight">
      <Title id={title}>
        <bdi>{review.sequence.name}</bdi>
      </Title>
      <p class="quiet">
        <bdi>{review.account.name}</bdi>
        {retiredAt !== null && ` · ${i18n.t('retire.since', { day: onDay(retiredAt) })}`}
      </p>
      {isOpen(listed) && (state.step === 'failed' || state.step === 'not paused') && (
        <p class="strong">{i18n.t('retire.notDone')}</p>
      )}
      <p role="status">{stateWords(retirement).join(' ')}</p>
      {(broken || lost) && <Alert>{i18n.t('problem.noAnswer')}</Alert>}
      {'lookAt' in state && (
        <div class="actions">
          <a class="button" href={panelPath({ sequenceId })} target="_blank" rel="noreferrer">
            {i18n.t('button.delete')}
          </a>
          {button('bring back', i18n.t('retire.bringBack'))}
          {button('keep longer', i18n.t('retire.keepLonger'))}
          {button('remove', i18n.t('retire.remove'))}
        </div>
      )}
      {!isOpen(retirement) && isOpen(listed) && (
        <div class="actions">
          <button type="button" onClick={onEnded}>
            {i18n.t('retire.readAgain')}
          </button>
        </div>
      )}
    </li>
  );
}
