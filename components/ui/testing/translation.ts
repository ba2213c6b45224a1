import { render, type VNode } from 'preact';

/** As page translators do, the careless ones too: elements of theirs in place of every text. */
export function translate(root: HTMLElement): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const all: Node[] = [];
  while (walker.nextNode()) all.push(walker.currentNode);
  for (const text of all) {
    const font = document.createElement('font');
    font.textContent = `«${text.textContent}»`;
    text.parentNode?.replaceChild(font, text);
  }
}

/** What is wrong on a page that was translated in one state and goes on to another: words that do not come, or do not go. */
export function faultsAfterTranslation(before: VNode, after: VNode): string[] {
  const root = document.createElement('main');
  document.body.replaceChildren(root);
  render(before, root);
  const old = textsOf(root);
  translate(root);
  render(after, root);
  const shown = textsOf(root).map((text) => text.replace(/^«|»$/g, ''));
  const fresh = document.createElement('main');
  render(after, fresh);
  const wanted = textsOf(fresh);
  return [
    ...wanted.filter((text) => !shown.includes(text)).map((text) => `Is not shown: ${text}`),
    ...old
      .filter((text) => !wanted.includes(text) && shown.includes(text))
      .map((text) => `Still shown: ${text}`),
  ];
}

/** What only keeps room is neither seen nor heard. */
function textsOf(root: HTMLElement): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const all: string[] = [];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement?.closest('.unshown')) all.push(textContent ?? '');
  }
  return all;
}
