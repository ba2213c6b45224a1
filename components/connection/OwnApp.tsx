import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import type { OAuthApp } from '../../utils/protocol.ts';

/** Sign-in through an app that the person made at Kit; not offered where one is built in. */
export function OwnApp() {
  const [app, setApp] = useState<OAuthApp | null>(null);
  const [clientId, setClientId] = useState('');
  const [said, setSaid] = useState('');
  const show = (next: OAuthApp) => {
    setApp(next);
    setClientId(next.clientId);
  };
  useEffect(() => {
    ask('connection.app', {}).then(show, () => undefined);
  }, []);
  if (!app || app.builtIn) return null;

  async function save(event: Event) {
    event.preventDefault();
    try {
      const next = await ask('connection.useApp', { clientId });
      show(next);
      setSaid(next.clientId ? i18n.t('options.clientIdSaved') : i18n.t('options.clientIdForgotten'));
    } catch {
      setSaid(i18n.t('problem.noAnswer'));
    }
  }
  return (
    <details>
      <summary>{i18n.t('options.appTitle')}</summary>
      <form class="stack" onSubmit={save}>
        <p>{i18n.t('options.appIntro')}</p>
        <label>
          {i18n.t('options.redirectAddress')}
          <input value={app.redirectAddress} readOnly onFocus={(event) => event.currentTarget.select()} />
        </label>
        <label>
          {i18n.t('options.clientId')}
          <input
            value={clientId}
            onInput={(event) => setClientId(event.currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
          />
        </label>
        <div class="actions">
          <button type="submit">{i18n.t('options.saveClientId')}</button>
        </div>
        <p role="status">{said}</p>
      </form>
    </details>
  );
}
