import { type Account, liveSequences } from '../kit/account.ts';
import type { Kit } from '../kit/kit.ts';
import { type Ask, type Reply, redirect } from '../server/exchange.ts';
import { asset } from './assets.ts';
import { document, inFrame, type Page } from './layout.ts';
import {
  automationPage,
  automationsPage,
  developerPage,
  listPage,
  loginForm,
  newPage,
  notFoundPage,
  rulesPage,
} from './other-pages.ts';
import { sequencePage } from './sequence-pages.ts';
import { Sessions } from './sessions.ts';
import { defaultSettings, type WebSettings } from './settings.ts';

export interface Web {
  settings: WebSettings;
  tape: string[];
  handle(ask: Ask): Reply;
  /** The account that the visitor looks at; undefined when nobody is signed in. */
  accountFor(ask: Ask): Account | undefined;
  firstAccount: Account;
  /** Sends the visitor to the login page, and back here afterwards. */
  login(ask: Ask): Reply;
}

export function openWeb(kit: Kit): Web {
  const settings = defaultSettings();
  const sessions = new Sessions(kit, settings);
  const tape: string[] = [];

  function handle(ask: Ask): Reply {
    const { pathname } = ask.url;
    if (pathname === '/_recorder') {
      tape.push(ask.text);
      return { status: 204, headers: {}, body: '' };
    }
    if (pathname.startsWith('/_assets/')) {
      const found = asset(pathname.slice('/_assets/'.length), settings);
      if (found) return found;
    }
    if (pathname === '/users/login') return login(ask);
    const account = sessions.account(ask);
    if (!account) return redirect(`/users/login?return_to=${encodeURIComponent(ask.path)}`);
    if (ask.method === 'POST') return change(ask, account);
    if (pathname === '/') return redirect('/sequences');
    if (pathname === '/rules' && account.profile.plan_type === 'free')
      return redirect('/account_settings/billing');
    const page = pageAt(ask, account) ?? notFoundPage();
    return inFrame(page, { account, accounts: kit.accounts, path: pathname, settings });
  }

  function login(ask: Ask): Reply {
    if (ask.method === 'POST') {
      const to = new URLSearchParams(ask.text).get('return_to') ?? '';
      return redirect(to.startsWith('/') ? to : '/sequences', { 'set-cookie': sessions.signIn() });
    }
    const form = loginForm(sessions.first.user.email, ask.url.searchParams.get('return_to') ?? '/sequences');
    return document('Log in', form, settings);
  }

  function pageAt({ url }: Ask, account: Account): Page | undefined {
    switch (url.pathname) {
      case '/sequences':
        return listPage(account);
      case '/sequences/new':
        return newPage();
      case '/automations':
        return automationsPage(account);
      case '/rules':
        return rulesPage(account);
      case '/account_settings/developer_settings':
        return developerPage(account);
    }
    const [, kind, id, tab = ''] = /^\/(sequences|automations)\/(\d+)(\/.*)?$/.exec(url.pathname) ?? [];
    if (kind === 'automations') {
      const automation = account.automations.find((one) => one.id === Number(id));
      return automation && automationPage(automation);
    }
    const sequence = kit.liveSequence(account, Number(id));
    return sequence && sequencePage(sequence, tab, url.searchParams.get('state'));
  }

  /** A form; Rails sends what HTML forms cannot as `_method`. */
  function change(ask: Ask, account: Account): Reply {
    const { pathname } = ask.url;
    const form = new URLSearchParams(ask.text);
    const name = form.get('name') ?? '';
    if (pathname === '/users/logout') return redirect('/users/login', { 'set-cookie': sessions.signOut() });
    const other = /^\/account_users\/(\d+)\/switch$/.exec(pathname)?.[1];
    if (other) return redirect('/sequences', { 'set-cookie': sessions.signIn(Number(other)) });
    if (pathname === '/sequences') return redirect(`/sequences/${kit.addSequence(account, { name }).id}`);
    const id = Number(/^\/sequences\/(\d+)$/.exec(pathname)?.[1]);
    if (!liveSequences(account).some((one) => one.id === id)) return redirect('/sequences');
    if (form.get('_method') === 'patch') {
      kit.rename(id, name);
      return redirect(`/sequences/${id}`);
    }
    kit.deleteSequence(id);
    return redirect('/sequences');
  }

  return {
    settings,
    tape,
    handle,
    accountFor: (ask) => sessions.account(ask),
    firstAccount: sessions.first,
    login: (ask) => redirect(`/users/login?return_to=${encodeURIComponent(ask.path)}`),
  };
}
