import { createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';

/** Whether the page has been in sight for long enough that a person knows what they press. */
export const Steady = createContext(true);

type Props = Omit<JSX.IntrinsicElements['button'], 'aria-disabled'>;

/** A button that changes something: it acts only while the page is steady. It keeps the focus meanwhile. */
export function SteadyButton({ onClick, ...props }: Props) {
  const steady = useContext(Steady);
  return (
    <button
      type="button"
      {...props}
      aria-disabled={steady ? undefined : true}
      onClick={(event) => (steady ? onClick?.(event) : event.preventDefault())}
    />
  );
}
