import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Changing } from '../ui/Changing.tsx';
import { Heading } from '../ui/Heading.tsx';
import { CancelButton } from './CancelButton.tsx';

/** How often the time that is left is looked at, in ms. */
const PACE = 200;

interface Props {
  /** When it is over, in ms since 1970. */
  until: number;
  /** How long all of it takes, in ms. */
  length: number;
  onCancel(): void;
}

/** The time in which a delete can still be cancelled. It is seen to run, and heard once. */
export function Countdown({ until, length, onCancel }: Props) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), PACE);
    return () => clearInterval(timer);
  }, []);
  // The clock may have been set back since.
  const seconds = Math.min(length / 1000, Math.max(0, Math.ceil((until - now) / 1000)));
  // A heading that has the focus is read out again whenever its name changes, so its name stays.
  const [heard] = useState(seconds);
  return (
    <>
      <Heading>
        <span class="unseen">{inSeconds(heard)}</span>
        <span aria-hidden="true">
          <Changing words={inSeconds(seconds)} />
        </span>
      </Heading>
      <p>{i18n.t('operation.nothingYet')}</p>
      <CancelButton onCancel={onCancel} />
    </>
  );
}

const inSeconds = (seconds: number) => i18n.t('operation.waiting', seconds, { seconds });
