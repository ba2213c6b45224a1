/** What a part of the bench measured. */
export interface Part {
  /** One row for each thing that was measured, for a person to read. */
  table: Record<string, string | number | boolean>[];
  /** The same with all numbers, for `--json`. */
  json: object[];
  /** Whether everything is as the product promises. */
  kept: boolean;
}
