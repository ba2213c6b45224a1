import { i18n } from '#i18n';
import type { Press } from './outcome.ts';

export interface Helps {
  /** Looks at the sequence again. */
  onRetry(): void;
  /** Makes the connection work again, and comes back to the same step. */
  onReconnect(): void;
  /** Leads to the options page, where the connection and the access are. */
  onOptions(): void;
}

interface Props extends Helps {
  press: Press;
  /** Beside another one that helps more. */
  second?: boolean;
}

/** The one button that helps. */
export function HelpfulButton({ press, second = false, onRetry, onReconnect, onOptions }: Props) {
  const [label, act] = {
    check: [i18n.t('button.checkAgain'), onRetry] as const,
    retry: [i18n.t('button.tryAgain'), onRetry] as const,
    connect: [i18n.t('button.connect'), onOptions] as const,
    reconnect: [i18n.t('button.reconnect'), onReconnect] as const,
    allow: [i18n.t('button.allow'), onOptions] as const,
  }[press];
  return (
    <button type="button" class={second || press === 'check' ? '' : 'primary'} onClick={act}>
      {label}
    </button>
  );
}
