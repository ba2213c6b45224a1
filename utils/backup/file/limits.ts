/** What is written and what is opened, in bytes unpacked: a file that we make can always be opened again. */
export const MAX_PART = 64 * 2 ** 20;
/** All parts together. A million people are about 0.5 GB. */
export const MAX_TOTAL = 4 * 2 ** 30;
/** One less than what a zip without ZIP64 can count: that number stands for "see elsewhere". */
export const MAX_ENTRIES = 0xffff - 1;
export const MAX_ZIP = 0xffff_ffff - 1;
/** The list of what is in a zip. */
export const MAX_DIRECTORY = 16 * 2 ** 20;
