import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  /** The page's own title, or that of a step within it. */
  level?: 1 | 2;
  /** Whether it takes the focus: not where the step was there when the page came. */
  focus?: boolean;
  /** For screen readers alone, where something else says the same. */
  unseen?: boolean;
  children: ComponentChildren;
}

/** The title of a step. It takes the focus when the step begins, so that a screen reader goes on from there. */
export function Heading({ level = 1, focus = true, unseen = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const wanted = useRef(focus);
  useEffect(() => {
    if (wanted.current) heading.current?.focus();
  }, []);
  const Level = level === 1 ? 'h1' : 'h2';
  return (
    <Level ref={heading} tabIndex={-1} class={unseen ? 'unseen' : ''}>
      {children}
    </Level>
  );
}
