import type { WebSettings } from '../settings.ts';

type Settings = Pick<WebSettings, 'rowsLateMs' | 'rerenders'>;
interface Policy {
  createHTML(markup: string): string;
}
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy };

/**
 * What Kit's own scripts do, as far as an extension notices. The server sends the source text of this function, so
 * it uses nothing from outside itself.
 */
export function page(settings: Settings): void {
  const RERENDER_AFTER_MS = 600;
  const factory = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  const policy = factory?.createPolicy('kit', { createHTML: (markup) => markup });
  let visit = 0;

  function showRows(late: boolean): void {
    const rows = document.querySelector('#rows');
    const template = document.querySelector<HTMLTemplateElement>('#late-rows');
    if (!rows || !template) return;
    setTimeout(() => rows.replaceChildren(template.content.cloneNode(true)), late ? settings.rowsLateMs : 0);
  }

  /** Shows the page at `url`; false when it has to be loaded in full. */
  async function render(url: string, late: boolean): Promise<boolean> {
    const response = await fetch(url, { headers: { 'X-Inertia': 'true' } });
    const markup = await response.text();
    const next = new DOMParser().parseFromString(policy?.createHTML(markup) ?? markup, 'text/html');
    const parts = ['#nav', '#app'].map((id) => [document.querySelector(id), next.querySelector(id)] as const);
    for (const [old, fresh] of parts) {
      if (!old || !fresh) return false;
      old.replaceWith(document.importNode(fresh, true));
    }
    document.title = next.title;
    showRows(late);
    return true;
  }

  /** Renders once more what is shown, and throws out what is not the page's. */
  async function rerender(left: number, of: number): Promise<void> {
    if (left <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, RERENDER_AFTER_MS));
    if (of !== visit) return;
    const shown = document.querySelector('#rows a') !== null;
    if (!(await render(location.href, !shown))) return;
    const foreign = [...document.body.children, ...document.documentElement.children];
    for (const node of foreign) {
      if (!node.matches('#nav, #app, head, body, script')) node.remove();
    }
    await rerender(left - 1, of);
  }

  async function visited(url: string): Promise<void> {
    visit += 1;
    const of = visit;
    if (!(await render(url, true))) location.assign(url);
    document.dispatchEvent(new CustomEvent('inertia:navigate', { detail: { page: { url } } }));
    await rerender(settings.rerenders, of);
  }

  /** As rails-ujs does it. */
  function submit(href: string, method: string): void {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = href;
    const input = document.createElement('input');
    input.name = '_method';
    input.value = method;
    form.append(input);
    document.body.append(form);
    form.submit();
  }

  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || event.defaultPrevented) return;
    const item = event.target.closest<HTMLElement>('[role="menuitem"][data-delete]');
    if (item && confirm(item.dataset.message)) submit(item.dataset.delete ?? '', 'delete');
    const link = event.target.closest<HTMLAnchorElement>('a[href]');
    if (!link) return;
    const { method, confirm: question } = link.dataset;
    if (method !== undefined) {
      event.preventDefault();
      if (question === undefined || confirm(question)) submit(link.href, method);
    } else if (link.closest('#app') && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      history.pushState({}, '', link.href);
      void visited(link.href);
    }
  });
  addEventListener('popstate', () => void visited(location.href));

  showRows(true);
  void rerender(settings.rerenders, visit);
}
