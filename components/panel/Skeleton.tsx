import { i18n } from '#i18n';
import { Heading } from '../ui/Heading.tsx';

/** The shape of a review, until there is one. What is there sooner than one would see it is not drawn at all. */
export function Skeleton() {
  return (
    <>
      {/* Of the review's own, which takes the focus, there is no name yet. */}
      <Heading unseen focus={false}>
        {i18n.t('launcher.label')}
      </Heading>
      <div class="skeleton stack" aria-hidden="true">
        <div class="line title" />
        <div class="line short" />
        <div class="block" />
        <div class="block tall" />
      </div>
    </>
  );
}
