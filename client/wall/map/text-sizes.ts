/** Sizes of the map's letters over the height of the screen; nothing is smaller than the second. */
export const titleSize = 0.028;
export const noteSize = 0.026;
