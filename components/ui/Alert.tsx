import type { ComponentChildren } from 'preact';

/** A failure: what happened, and the one button that helps. */
export function Alert({ children, action }: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="notice alert stack" role="alert">
      <p>{children}</p>
      {action && <div class="actions">{action}</div>}
    </div>
  );
}
