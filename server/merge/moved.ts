/** The world moved between looking and locking: the batch is rolled back and tried again at once. */
export class Moved extends Error {}
