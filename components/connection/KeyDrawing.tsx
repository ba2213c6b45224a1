/** Where Kit shows API keys: only the address is known for sure, so only that is written. Beside words that say the same. */
export function KeyDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 320 96" aria-hidden="true">
      <rect class="window" x="1" y="1" width="318" height="94" rx="8" />
      <rect class="bar" x="12" y="10" width="296" height="18" rx="9" />
      <text x="22" y="23" textLength="276" lengthAdjust="spacingAndGlyphs">
        app.kit.com/account_settings/developer_settings
      </text>
      <rect class="bar" x="12" y="40" width="60" height="8" rx="4" />
      <rect class="bar" x="12" y="56" width="60" height="8" rx="4" />
      <rect class="here" x="92" y="40" width="216" height="42" rx="6" />
      <text x="104" y="66">
        V4 · kit_••••••••••••••••
      </text>
    </svg>
  );
}
