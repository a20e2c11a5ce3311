/** The category of last resort: matters nobody could name are never merged by the machine. */
export const otherCategory = 'other';
