/** The hosted page's style, inline and allowed by its hash, so that the page needs no second call to be read. */
export const style = `
:root {
  color-scheme: light dark;
  --accent: #2f4bd6; --on-accent: #fff; --text: #16181d; --surface: #fff; --muted: #5b6270; --success: #17734a;
  --page: #f4f5f7; --line: #e2e4e9; --edge: #9a9ca1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: #9aaaff; --on-accent: #000; --text: #f0f1f4; --surface: #17191f; --muted: #a3a9b6; --success: #74d3a0;
    --page: #0c0d11; --line: #262932; --edge: #757982;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-block-size: 100vh; display: grid; grid-template-columns: minmax(0, 440px); justify-content: center; align-content: start; padding: 48px 16px;
  background: var(--page); color: var(--text); -webkit-font-smoothing: antialiased;
  font: 400 15px/22px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif;
}
main {
  display: flex; flex-direction: column; min-inline-size: 0; min-block-size: 560px;
  padding: 24px 20px 20px; border: 1px solid var(--line); border-radius: 28px; background: var(--surface);
}
h1, h2, p, dl, dd { margin: 0; }
a { color: inherit; }
.brand { display: flex; align-items: center; gap: 10px; margin-block-end: 24px; font-size: 15px; line-height: 22px; font-weight: 600; overflow-wrap: anywhere; }
.avatar { flex: none; display: grid; place-items: center; inline-size: 28px; block-size: 28px; border-radius: 8px; background: var(--text); color: var(--surface); font-size: 13px; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-block-size: 20px; margin-block-end: 4px; }
.label { min-inline-size: 0; color: var(--muted); font-size: 13px; line-height: 20px; font-weight: 400; overflow-wrap: anywhere; }
.test { flex: none; align-self: start; padding: 1px 7px; border: 1px dashed var(--edge); border-radius: 6px; color: var(--muted); font-size: 12px; line-height: 16px; font-weight: 500; white-space: nowrap; }
.amount { font-size: 44px; line-height: 52px; font-weight: 600; letter-spacing: -0.022em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
pay-checkout::part(amount) { font-size: 44px; line-height: 52px; }
pay-checkout::part(merchant) { display: none; }
.who { margin-block-start: 2px; color: var(--muted); font-size: 13px; line-height: 20px; }
.facts { margin-block-start: 16px; border-block-start: 1px solid var(--line); }
.facts > div { display: flex; align-items: center; justify-content: space-between; gap: 16px; min-block-size: 40px; padding-block: 9px; border-block-end: 1px solid var(--line); font-size: 13px; line-height: 20px; }
.facts dt { color: var(--muted); overflow-wrap: anywhere; }
.facts dd { min-inline-size: 0; font-weight: 500; font-variant-numeric: tabular-nums; text-align: end; overflow-wrap: anywhere; }
.facts .total > * { color: var(--text); font-weight: 600; }
.line { margin-block-start: 12px; color: var(--muted); font-size: 13px; line-height: 20px; text-wrap: pretty; }
.line b { color: var(--text); font-weight: 600; }
form { margin-block-start: 16px; }
button {
  inline-size: 100%; min-block-size: 44px; margin: 0; padding: 8px 20px; border: 1px solid transparent; border-radius: 10px;
  background: var(--accent); color: var(--on-accent); font: inherit; line-height: 20px; font-weight: 600; cursor: pointer;
}
button:hover { background: color-mix(in oklab, var(--accent) 90%, var(--text)); }
:focus-visible { outline: 2px solid transparent; outline-offset: 2px; border-radius: 10px; box-shadow: 0 0 0 2px var(--surface), 0 0 0 5px color-mix(in oklab, var(--accent) 68%, var(--surface)); }
.mark { display: grid; place-items: center; inline-size: 32px; block-size: 32px; margin-block-end: 12px; border-radius: 50%; background: var(--page); color: var(--muted); }
.mark.good { background: color-mix(in oklab, var(--success) 12%, var(--surface)); color: var(--success); }
svg { inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.end { padding-block: 48px 24px; text-align: center; }
main > .end:first-child { padding-block-start: 100px; }
.end .mark { inline-size: 48px; block-size: 48px; margin: 0 auto; }
.end h1, .end h2 { margin-block: 16px 4px; font-size: 22px; line-height: 28px; font-weight: 600; letter-spacing: -0.012em; }
.end p { max-inline-size: 280px; margin-inline: auto; color: var(--muted); text-wrap: balance; overflow-wrap: anywhere; }
footer { margin-block-start: auto; padding-block-start: 24px; color: var(--muted); font-size: 12px; line-height: 16px; text-align: center; overflow-wrap: anywhere; }
footer p + p { margin-block-start: 8px; }
@media (forced-colors: active) { button { forced-color-adjust: none; border-color: ButtonBorder; background: ButtonText; color: ButtonFace; } .avatar, .mark { border: 1px solid CanvasText; } }
@media (max-width: 480px) { body { grid-template-columns: minmax(0, 1fr); padding: 0; background: var(--surface); } main { min-block-size: 100vh; border: 0; border-radius: 0; } }
@media (forced-colors: active) { button, .test { border-color: ButtonBorder; } }
@media print { body, main { padding: 0; border: 0; background: #fff; color: #000; } footer, form { display: none; } }
`;
