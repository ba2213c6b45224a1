import type { ComponentChildren } from 'preact';
import { Heading } from './Heading.tsx';

interface Props {
  /** The headline, where it is all that a step shows. */
  title?: string | null;
  children: ComponentChildren;
  action?: ComponentChildren;
}

/** A failure: what happened, and the one button that helps. */
export function Alert({ title = null, children, action }: Props) {
  return (
    <div class="notice alert stack" role="alert">
      {title !== null && <Heading>{title}</Heading>}
      <p>{children}</p>
      {action && <div class="actions">{action}</div>}
    </div>
  );
}
