/** What the world is allowed to do that today's code does not stand yet. */
export interface Switches {
  /** A browser sends a request again on its own. */
  arrivesTwice: boolean;
  /** Somebody pauses a sequence at Kit while it is activated for adding people, and the reply to that was lost. */
  pausedMeanwhile: boolean;
}

export const TODAY: Switches = { arrivesTwice: false, pausedMeanwhile: false };
