/** The hosted page's style, inline and allowed by its hash, so that the page needs no second call to be read. */
export const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; justify-content: center; padding: 48px 16px; }
main { width: min(440px, calc(100vw - 32px)); }
.amount { margin: 0; font-size: 44px; line-height: 52px; font-weight: 600; letter-spacing: -0.022em; overflow-wrap: anywhere; }
h1 { margin: 0 0 16px; font-size: 17px; line-height: 24px; font-weight: 400; overflow-wrap: anywhere; }
p { margin: 0 0 8px; }
`;
