import type { ComponentChildren } from 'preact';

interface Props {
  /** What will likely stand here: its room is kept from the start, so that nothing below moves when it arrives. */
  like: ComponentChildren;
  /** Whether it may still come: then what is measured by shows its bones. */
  pending?: boolean;
  children?: ComponentChildren;
}

/** Room for what is still to come. Nobody sees or hears what it is measured by. */
export function Room({ like, pending = false, children }: Props) {
  return (
    <div class={`room ${pending ? 'pending' : ''}`}>
      <div class="unshown" aria-hidden="true">
        {like}
      </div>
      <div>{children}</div>
    </div>
  );
}

/** Stands for words that are still to come, as long as these. */
export function Bone({ children }: { children: ComponentChildren }) {
  return (
    <span class="bone" aria-hidden="true">
      <span class="unshown">{children}</span>
    </span>
  );
}
