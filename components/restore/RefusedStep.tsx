import { i18n } from '#i18n';
import type { RestoreRefusal } from '../../utils/restore/restore.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { refusedWords } from './words.ts';

interface Props extends RecoveryHandlers {
  why: RestoreRefusal;
  acted: boolean;
}

/** Nothing was sent to Kit, and why. */
export function RefusedStep({ why, acted, ...handlers }: Props) {
  return (
    <>
      <Heading level={2} focus={acted}>
        {i18n.t('restore.title')}
      </Heading>
      <Alert action={<Helpful why={why} {...handlers} />}>
        {[refusedWords(why), i18n.t('effect.none')].join(' ')}
      </Alert>
    </>
  );
}

function Helpful({ why, ...handlers }: RecoveryHandlers & { why: RestoreRefusal }) {
  switch (why.kind) {
    case 'not connected':
    case 'other account':
    case 'foreign account':
      return (
        <button type="button" class="primary" onClick={handlers.onOptions}>
          {i18n.t('restore.connect')}
        </button>
      );
    case 'backup damaged':
    case 'backup gone':
    case 'backup incomplete':
      return (
        <a class="button" href="#/">
          {i18n.t('restore.backToFile')}
        </a>
      );
    case 'storage failed':
      return <RecoveryButton recovery="retry" {...handlers} />;
  }
}
