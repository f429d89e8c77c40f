/** Bytes of the largest file that is attached: with its encoding the mail is one that can still be read. */
export const LARGEST_FILE = 100_000_000;

/** Bytes of a file that are handed over at once; a larger one comes in parts. */
export const FILE_PART = 512 * 1024;

/** Mails that are dragged out of the window at once; each becomes a file. */
export const MAX_DRAGGED = 200;
