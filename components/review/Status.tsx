import { i18n } from '#i18n';

/** Whether a sequence is active or paused, as a badge. */
export const Status = ({ active }: { active: boolean }) => (
  <span class={`status ${active ? 'active' : 'paused'}`}>
    {active ? i18n.t('review.active') : i18n.t('review.paused')}
  </span>
);
