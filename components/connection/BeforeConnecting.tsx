import { i18n } from '#i18n';

/** What is read, kept and sent, told before a person gives the access to any of it. */
export function BeforeConnecting() {
  return (
    <section class="card" aria-labelledby="before">
      <h2 id="before">{i18n.t('options.beforeTitle')}</h2>
      <ul>
        <li>{i18n.t('options.reads')}</li>
        <li>{i18n.t('options.rechecks')}</li>
        <li>{i18n.t('options.keeps')}</li>
        <li>{i18n.t('options.sends')}</li>
      </ul>
      <p>
        <a href="/privacy.html" target="_blank" rel="noreferrer">
          {i18n.t('options.privacy')}
        </a>
      </p>
    </section>
  );
}
