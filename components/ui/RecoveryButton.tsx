import { i18n } from '#i18n';
import type { RecoveryAction } from './recovery.ts';

/** What the buttons beside a problem do. */
export interface RecoveryHandlers {
  /** Looks at the sequence again. */
  onRetry(): void;
  /** Makes the connection work again; then there is a new look. */
  onReconnect(): void;
  /** Leads to the options page, where the connection and the access are. */
  onOptions(): void;
}

interface Props extends RecoveryHandlers {
  recovery: RecoveryAction;
  /** Beside another one that is the better choice. */
  second?: boolean;
}

/** The button that recovers from a problem. */
export function RecoveryButton({ recovery, second = false, onRetry, onReconnect, onOptions }: Props) {
  const [label, act] = {
    check: [i18n.t('button.checkAgain'), onRetry] as const,
    retry: [i18n.t('button.tryAgain'), onRetry] as const,
    connect: [i18n.t('button.connect'), onOptions] as const,
    reconnect: [i18n.t('button.reconnect'), onReconnect] as const,
    allow: [i18n.t('button.allow'), onOptions] as const,
  }[recovery];
  return (
    <button type="button" class={second || recovery === 'check' ? '' : 'primary'} onClick={act}>
      {label}
    </button>
  );
}
