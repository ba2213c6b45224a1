/** Why a file is not opened. Nothing was changed in any of these cases. `name`: the file in the zip that it is about. */
export type FileProblem =
  | { kind: 'empty' }
  | { kind: 'not a zip' }
  /** It begins like a zip and has no end. */
  | { kind: 'truncated' }
  /** One piece of a zip that was split into several files. */
  | { kind: 'split' }
  /** A zip, but none of ours. */
  | { kind: 'not a backup' }
  /** A zip without a backup, and with another zip in it. */
  | { kind: 'zip inside'; name: string }
  /** In folders of their own. */
  | { kind: 'several backups' }
  /** Written by a newer version of this product. */
  | { kind: 'newer'; format: number }
  | { kind: 'encrypted' }
  /** It says that it holds, or does hold, more than any backup of ours. */
  | { kind: 'too large' }
  /** A name that could lead elsewhere. */
  | { kind: 'unsafe name'; name: string }
  | { kind: 'duplicate name'; name: string }
  /** Somebody else's file where only ours are. */
  | { kind: 'foreign'; name: string }
  /** Neither stored nor deflated. */
  | { kind: 'packed otherwise'; name: string }
  | { kind: 'missing'; name: string }
  /** Bytes are not what they were when the zip was made. */
  | { kind: 'damaged'; name: string | null }
  /** The zip is sound, and does not hold what was backed up. */
  | { kind: 'changed'; name: string }
  /** Sound and unchanged, and yet not of a shape that this version knows. */
  | { kind: 'not understood'; name: string };

/** Why a backup was not written into a file. What was given out so far is to be thrown away. */
export type WriteProblem =
  | { kind: 'not complete' }
  /** What the browser keeps is not what was backed up. */
  | { kind: 'kept wrong'; name: string }
  /** More than a zip of this kind can hold, or than `openZip` takes back. */
  | { kind: 'too large' };
