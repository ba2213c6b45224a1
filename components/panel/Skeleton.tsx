/** The shape of a review, until there is one. What is there sooner than one would see it is not drawn at all. */
export function Skeleton() {
  return (
    <div class="skeleton stack" aria-hidden="true">
      <div class="line title" />
      <div class="line short" />
      <div class="block" />
      <div class="block tall" />
    </div>
  );
}
