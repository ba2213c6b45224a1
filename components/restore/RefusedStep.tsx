import { i18n } from '#i18n';
import type { Refusal } from '../../utils/restore/restore.ts';
import { HelpfulButton, type Helps } from '../operations/HelpfulButton.tsx';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { refusedWords } from './words.ts';

interface Props extends Helps {
  why: Refusal;
  acted: boolean;
}

/** Nothing was sent to Kit, and why. */
export function RefusedStep({ why, acted, ...helps }: Props) {
  return (
    <>
      <Heading level={2} focus={acted}>
        {i18n.t('restore.title')}
      </Heading>
      <Alert action={<Helpful why={why} {...helps} />}>
        {[refusedWords(why), i18n.t('effect.none')].join(' ')}
      </Alert>
    </>
  );
}

function Helpful({ why, ...helps }: Helps & { why: Refusal }) {
  switch (why.kind) {
    case 'not connected':
    case 'other account':
    case 'foreign account':
      return (
        <button type="button" class="primary" onClick={helps.onOptions}>
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
      return <HelpfulButton press="retry" {...helps} />;
  }
}
