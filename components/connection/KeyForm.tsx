import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { KeyDrawing } from './KeyDrawing.tsx';

interface Props {
  busy: boolean;
  /** Resolves with whether the key was taken. */
  onConnect(apiKey: string): Promise<boolean>;
}

export function KeyForm({ busy, onConnect }: Props) {
  const [apiKey, setApiKey] = useState('');
  return (
    <form
      class="card"
      aria-labelledby="key"
      onSubmit={async (event) => {
        event.preventDefault();
        // A key that was taken is not shown any longer than it must be.
        if (await onConnect(apiKey)) setApiKey('');
      }}
    >
      <h2 id="key">{i18n.t('options.keyTitle')}</h2>
      <ol class="steps">
        <li>
          <a href={KIT_LINKS.apiKey} target="_blank" rel="noreferrer">
            {i18n.t('options.keyLink')}
          </a>
        </li>
        <li>
          {i18n.t('options.keyMake')}
          <KeyDrawing />
        </li>
        <li>{i18n.t('options.keyPaste')}</li>
      </ol>
      <label>
        {i18n.t('options.key')}
        <input
          value={apiKey}
          onInput={(event) => setApiKey(event.currentTarget.value)}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {i18n.t('options.connectWithKey')}
        </button>
      </div>
    </form>
  );
}
