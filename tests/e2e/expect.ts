import { expect as base } from '@playwright/test';
import type { View } from './driver.ts';
import { LIMITS } from './limits.ts';

/** Playwright's `expect`, with waiting for what a view shows. */
export const expect = base.extend({
  /** Waits until the view's text has these words; with `not`, until it no longer has them. */
  async toShow(view: View, words: string | RegExp) {
    const { met, text } = await view.waitForText(words, !this.isNot, LIMITS.event);
    return {
      pass: met !== this.isNot,
      message: () => `${this.isNot ? 'Still shows' : 'Does not show'}: ${words}\nThe text is: ${text}`,
    };
  },
});
