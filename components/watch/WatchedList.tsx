import { useCallback } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import { isWatchEnded, type Watch } from '../../utils/watch/watch.ts';
import { Lists } from '../retire/lists.tsx';
import { useAsked } from '../ui/hooks.ts';
import { WatchedRow } from './WatchedRow.tsx';

/** The sequences that are watched until nobody waits any more, and what became of those that are not. */
export function WatchedList() {
  const [asked, again] = useAsked(useCallback(() => ask('watch.list', {}), []));
  return (
    <section class="stack apart">
      <h2>{i18n.t('watch.title')}</h2>
      <p>{i18n.t('watch.intro')}</p>
      <Lists<Watch>
        asked={asked}
        onAgain={again}
        isEnded={({ state }) => isWatchEnded(state)}
        level={3}
        words={{
          loading: i18n.t('watch.loading'),
          unreadable: i18n.t('watch.unreadable'),
          empty: i18n.t('watch.empty'),
        }}
        ended={[{ title: i18n.t('watch.ended'), holds: () => true }]}
        row={(watch, level) => <WatchedRow key={watch.id} watch={watch} level={level} onEnded={again} />}
      />
    </section>
  );
}
