/** 突增: so many in one hour, and so many times the hours of the week before. */
const least = 3;
const times = 3;
const weekHours = 7 * 24;

/** Whether the last hour stands out against the seven days before it. */
export function isBurst({ hour, week }: { hour: number; week: number }): boolean {
  return hour >= least && hour >= (times * week) / weekHours;
}
