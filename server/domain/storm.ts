/** 误报风暴: so many alerts of one kind within a minute, city-wide, and doubtful ones open no incident by themselves. */
export const stormAfter = 100;
export const stormWindowMs = 60_000;

/**
 * Whether an alert is too doubtful to open an incident in a storm (rain before 500 cameras): below the middle between
 * what its kind asks for and certainty. Confidences 0 to 1; an alert that names none is believed.
 */
export function isHeldInStorm(confidence: number | null, minConfidence: number): boolean {
  return (confidence ?? 1) < (minConfidence + 1) / 2;
}
