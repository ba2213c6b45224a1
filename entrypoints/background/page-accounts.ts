type PageAccount = () => Promise<number | null>;

/** Jobs that were asked for longer ago have ended, or go on without their page. */
const MOST = 20;

/** Which page each job was asked for from: not kept, since a job that outlives the background does so without its page. */
export function createPages() {
  const pages = new Map<string, PageAccount>();
  return {
    remember(reviewId: string, page: PageAccount): void {
      pages.delete(reviewId);
      pages.set(reviewId, page);
      const [oldest] = pages.keys();
      if (pages.size > MOST && oldest !== undefined) pages.delete(oldest);
    },
    /** The account that this page shows now, when it tells. */
    account: (reviewId: string): Promise<number | null> => pages.get(reviewId)?.() ?? Promise.resolve(null),
  };
}
