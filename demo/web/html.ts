/** Markup that may stand in a page as it is. */
export interface Html {
  readonly [text]: string;
}
export const text: unique symbol = Symbol('html');

type Part = Html | string | number | null | undefined | false | readonly Part[];

/** Makes markup; everything put into it that is not markup is escaped. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { [text]: String.raw({ raw: strings }, ...parts.map(render)) };
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  if (text in part) return part[text];
  return part.map(render).join('');
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
