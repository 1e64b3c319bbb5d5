import type { FieldStyle, StyleVariant } from '../protocol.js';

/** The properties Stripe lets through (docs.stripe.com/js/appendix/style), as CSS names them. */
const PROPERTIES: Record<string, string> = {
  backgroundColor: 'background-color',
  color: 'color',
  fontFamily: 'font-family',
  fontSize: 'font-size',
  fontSmoothing: '-webkit-font-smoothing',
  fontStyle: 'font-style',
  fontVariant: 'font-variant',
  fontWeight: 'font-weight',
  iconColor: '--icon-color',
  letterSpacing: 'letter-spacing',
  lineHeight: 'line-height',
  padding: 'padding',
  textAlign: 'text-align',
  textDecoration: 'text-decoration',
  textShadow: 'text-shadow',
  textTransform: 'text-transform',
};

const PSEUDOS = [':hover', ':focus', '::placeholder', '::selection', ':-webkit-autofill', ':disabled'];
const VARIANTS = { base: '', complete: '.complete', empty: '.empty', invalid: '.invalid' } as const;

const DEFAULTS = `
  *, ::before { box-sizing: border-box }
  html, body { margin: 0; background: transparent; overflow: hidden }
  main { position: relative; display: flex; gap: 0.5em; align-items: center }
  input { flex: 1 1 0; min-width: 0; margin: 0; padding: 0; border: 0; outline: 0; background: transparent;
    color: #000; font: 400 16px "Helvetica Neue", Helvetica, Arial, sans-serif; line-height: 1.2em; height: auto }
  html[dir='rtl'] input { text-align: right }
  input[hidden] { display: none }
  input::placeholder { color: #757575; opacity: 1 }
  input.invalid { color: #eb1c26 }
  main.card input[name='exp-date'] { flex: 0 1 4.6em } main.card input[name='cvc'] { flex: 0 1 2.8em }
  main.card input[name='postal'] { flex: 0 1 4.2em }
  .mark { flex: none; font: 600 8px/1 sans-serif; letter-spacing: 0.06em; color: var(--icon-color, #6b7280);
    pointer-events: none; user-select: none }
  @media (max-width: 219px) { main.cardNumber .mark { display: none } }
  main::after { content: ''; position: absolute; inset: auto 0 0; border-bottom: 1px dashed #c08a2e; opacity: 0.35;
    pointer-events: none }
`;

const defaults = new CSSStyleSheet();
const custom = new CSSStyleSheet();

/** Puts the sheets on the frame's document. Constructed, so that no content security policy has to allow them. */
export function adoptStyles(): void {
  defaults.replaceSync(DEFAULTS);
  document.adoptedStyleSheets = [defaults, custom];
}

/** Replaces the page's style. Values are set one by one through CSSOM, so that none can smuggle in a rule. */
export function applyStyle(style: FieldStyle): void {
  custom.replaceSync('');
  for (const [variant, selector] of Object.entries(VARIANTS)) {
    const rules = style[variant as keyof typeof VARIANTS];
    if (rules) applyVariant(`input${selector}`, rules);
  }
  const icon = style.base?.['iconColor'];
  if (typeof icon === 'string') document.documentElement.style.setProperty('--icon-color', icon);
}

function applyVariant(selector: string, variant: StyleVariant): void {
  const rule = custom.cssRules[custom.insertRule(`${selector} {}`, custom.cssRules.length)];
  if (!(rule instanceof CSSStyleRule)) return;
  for (const [name, value] of Object.entries(variant)) {
    if (value === undefined) continue;
    if (typeof value === 'object') {
      if (PSEUDOS.includes(name)) applyVariant(selector + name, value);
      continue;
    }
    const property = PROPERTIES[name];
    if (property) rule.style.setProperty(property, String(value));
    else console.warn(`[Stripe.js sandbox] "${name}" is not a supported property of a card Element's style.`);
  }
}
