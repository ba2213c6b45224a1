/** Why a file is not opened. Nothing was changed in any of these cases. `name`: the file in the zip that it is about. */
export type FileProblem =
  | { kind: 'empty' }
  | { kind: 'not a zip' }
  /** It begins like a zip and has no end. */
  | { kind: 'truncated' }
  /** A zip, but none of ours. */
  | { kind: 'not a backup' }
  /** Written by a newer version of this product. */
  | { kind: 'newer'; format: number }
  | { kind: 'encrypted' }
  /** It says that it holds, or does hold, more than any backup of ours. */
  | { kind: 'too large' }
  /** A name that could lead elsewhere, or that is there twice. */
  | { kind: 'unsafe name'; name: string }
  /** Somebody else's file where only ours are, or packed in a way that we never use. */
  | { kind: 'foreign'; name: string }
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
