/** What the world is allowed to do that today's code does not stand yet. */
export interface Switches {
  /** A browser sends a request again on its own. */
  arrivesTwice: boolean;
  /** The clock is set while a restore looks for what had no reply, and reckons by that clock how long. */
  clockSetWhileLooking: boolean;
}

export const TODAY: Switches = { arrivesTwice: false, clockSetWhileLooking: false };
