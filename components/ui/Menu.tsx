import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  /** The id of what says whose menu it is. */
  describedBy?: string | undefined;
  /** Takes the focus as soon as it is there. */
  focus?: boolean;
  /** Buttons. */
  children: ComponentChildren;
}

/** Buttons that are seldom pressed, behind one. The browser opens it; Escape, and going elsewhere, close it. */
export function Menu({ label, describedBy, focus = false, children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focus) summary.current?.focus();
  }, [focus]);
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  return (
    <details
      ref={menu}
      class="menu"
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !menu.current?.open) return;
        close();
        summary.current?.focus();
      }}
      onFocusOut={({ relatedTarget }) => {
        // Null is a press on what takes no focus, of this menu too.
        if (relatedTarget && !menu.current?.contains(relatedTarget as Node)) close();
      }}
    >
      <summary ref={summary} class="button" aria-describedby={describedBy}>
        {label}
      </summary>
      <div>{children}</div>
    </details>
  );
}
