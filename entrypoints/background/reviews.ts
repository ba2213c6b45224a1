import { type Browser, browser } from 'wxt/browser';
import { gatherReview } from '../../utils/review/gather.ts';
import { createReports } from '../../utils/review/reports.ts';
import { reviewOf } from '../../utils/review/review.ts';
import { serveDetails } from '../../utils/review/serve.ts';
import { createReviewCache, createSequencesCache } from '../../utils/review/session-cache.ts';
import { readPagesWanted } from '../../utils/settings.ts';
import type { Kits } from './kits.ts';
import { pageAsker } from './pages.ts';

export type Reviews = ReturnType<typeof openReviews>;

/** Looks at sequences, and keeps what was seen for a job to be based on. */
export function openReviews({ connections, kit, kitUntil }: Kits) {
  const reviews = createReviewCache(browser.storage.session);
  const sequences = createSequencesCache(browser.storage.session);
  const reports = createReports();
  return {
    async gather(target: { sequenceId: number; pageAccountId: number | null }) {
      const accounts = (await connections.accounts()).map(({ account }) => account);
      const wanted = await readPagesWanted(browser.storage.local).catch(() => false);
      const review = await gatherReview(accounts, kit, target, sequences, wanted);
      if (review.ok) await reviews.keep(review.value);
      return review;
    },
    /** Null where it is not kept any more. */
    async find(id: string) {
      const look = await reviews.find(id).catch(() => null);
      return look && reviewOf(look);
    },
    /** The last one of a sequence, for a page that asks Kit right away; null where none is kept. */
    kept: (sequenceId: number) => reviews.latest(sequenceId).catch(() => null),
    /** A job on this sequence begins: nothing of what is still being read about it goes ahead of that. */
    endReports: reports.end,
    serve(port: Browser.runtime.Port, reviewId: string): void {
      serveDetails(port, {
        find: () => reviews.find(reviewId),
        kit: kitUntil,
        cache: sequences,
        reports,
        askPage: pageAsker(port.sender?.tab),
      }).catch(() => port.disconnect());
    },
  };
}
