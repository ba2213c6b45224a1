import { i18n } from '#i18n';

/** Stops what runs in a step; nothing else can be done there. */
export function CancelButton({ onCancel }: { onCancel(): void }) {
  return (
    <div class="actions">
      <button type="button" class="primary" onClick={onCancel}>
        {i18n.t('button.cancel')}
      </button>
    </div>
  );
}
