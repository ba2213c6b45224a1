/** One life of the background. Whoever has died hears nothing any more, and does nothing. */
export interface Life {
  isDead: boolean;
}

export const forever = () => new Promise<never>(() => undefined);
