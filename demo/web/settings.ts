/** How Kit's pages behave. */
export interface WebSettings {
  /** A visitor without a session gets one, in the first account. Signing out lasts. */
  autoSignIn: boolean;
  /** How long the list of sequences shows empty rows. */
  rowsLateMs: number;
  /** How often the page renders itself again after it was shown, and throws out what it does not know. */
  rerenders: number;
  /** Sends the strictest headers that a page can send: COEP, COOP, and no frames of its own either. */
  hostile: boolean;
  /** The page may show pages of its own in frames. */
  ownFrames: boolean;
  /** Runs in each page before all else. */
  firstScript: string;
  /** The browser may keep a page to go back to, and fetch one ahead. */
  kept: boolean;
}

export function defaultSettings(): WebSettings {
  return {
    ...{ autoSignIn: true, rowsLateMs: 900, rerenders: 1, hostile: false },
    ...{ ownFrames: false, firstScript: '', kept: false },
  };
}
