import { i18n } from '#i18n';
import type { ConnectionView } from '../../utils/connection/connection.ts';
import { moment } from '../ui/words.ts';

interface Props {
  view: ConnectionView;
  /** No other account is listed, so the buttons need not name this one. */
  alone: boolean;
  busy: boolean;
  onReconnect(): void;
  onTest(): void;
  onDisconnect(): void;
}

export function AccountCard({
  view: { account, kind, status, checkedAt },
  alone,
  busy,
  onReconnect,
  onTest,
  onDisconnect,
}: Props) {
  const title = `account-${account.id}`;
  return (
    <section class="card" aria-labelledby={title}>
      <h2 id={title}>
        {status === 'signed out' ? (
          i18n.t('options.signedOutOf', { account: account.name })
        ) : (
          <>
            {i18n.t('options.connectedTo')} <bdi>{account.name}</bdi>
          </>
        )}
      </h2>
      <p class="quiet">
        {kind === 'oauth' ? i18n.t('options.byOAuth') : i18n.t('options.byKey')}
        {status === 'connected' && ` · ${i18n.t('options.checked', { when: moment(checkedAt, checkedAt) })}`}
      </p>
      <div class="actions">
        {status === 'signed out' && (
          <button
            type="button"
            class="primary"
            disabled={busy}
            aria-label={alone ? undefined : i18n.t('options.reconnectAccount', { account: account.name })}
            onClick={onReconnect}
          >
            {i18n.t('button.reconnect')}
          </button>
        )}
        {status === 'connected' && (
          <button
            type="button"
            disabled={busy}
            aria-label={alone ? undefined : i18n.t('options.testAccount', { account: account.name })}
            onClick={onTest}
          >
            {i18n.t('options.test')}
          </button>
        )}
        <button
          type="button"
          disabled={busy}
          aria-label={alone ? undefined : i18n.t('options.disconnectAccount', { account: account.name })}
          onClick={onDisconnect}
        >
          {i18n.t('options.disconnect')}
        </button>
      </div>
    </section>
  );
}
