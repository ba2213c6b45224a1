import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';

/** The ways to connect, behind a heading where an account is there already. `needed`: none of those works. */
export function Another({ needed, children }: { needed: boolean; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="ways" open={needed} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{i18n.t('options.another')}</h2>
      </summary>
      {open && <div class="stack">{children}</div>}
    </details>
  );
}
