import type { Appearance } from '../protocol.js';

/** What each theme of Stripe's begins with (docs.stripe.com/elements/appearance-api). */
const THEMES: Record<NonNullable<Appearance['theme']>, Record<string, string>> = {
  stripe: {
    colorPrimary: '#0570de',
    colorBackground: '#ffffff',
    colorText: '#30313d',
    colorTextSecondary: '#5b5d6b',
    colorTextPlaceholder: '#757680',
    colorDanger: '#c4141f',
    inputColorBorder: '#d5d7de',
  },
  night: {
    colorPrimary: '#85d996',
    colorBackground: '#30313d',
    colorText: '#ffffff',
    colorTextSecondary: '#c9ccd6',
    colorTextPlaceholder: '#a5a8b5',
    colorDanger: '#fe87a1',
    inputColorBorder: '#5a5d6e',
  },
  flat: {
    colorPrimary: '#0570de',
    colorBackground: '#f1f1f1',
    colorText: '#30313d',
    colorTextSecondary: '#4f5160',
    colorTextPlaceholder: '#62646f',
    colorDanger: '#b3121c',
    inputColorBorder: 'transparent',
  },
};

const COMMON: Record<string, string> = {
  fontFamily: '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontSizeBase: '16px',
  fontSizeSm: '0.93rem',
  fontLineHeight: '1.4',
  fontWeightNormal: '400',
  fontWeightMedium: '500',
  spacingUnit: '4px',
  borderRadius: '5px',
  focusBoxShadow: '0 0 0 2px color-mix(in srgb, var(--colorPrimary) 35%, transparent)',
};

const DEFAULTS = `
  *, ::before, ::after { box-sizing: border-box }
  html { font-size: var(--fontSizeBase); background: transparent }
  html, body { margin: 0; overflow: hidden }
  body { color: var(--colorText); font-family: var(--fontFamily); font-weight: var(--fontWeightNormal);
    line-height: var(--fontLineHeight) }
  [hidden] { display: none !important }
  main { display: grid; gap: calc(3 * var(--spacingUnit)); padding: 4px }
  p { margin: 0 }
  .mark { font-size: 0.7rem; font-weight: 600; letter-spacing: 0.04em; color: var(--colorTextSecondary) }
  .tablist { display: flex; flex-wrap: wrap; gap: calc(2 * var(--spacingUnit)); margin-bottom: calc(3 * var(--spacingUnit)) }
  .Tab, .AccordionItem { font: inherit; font-size: var(--fontSizeSm); font-weight: var(--fontWeightMedium); text-align: start;
    color: var(--colorTextSecondary); background: var(--colorBackground); border: 1px solid var(--inputColorBorder);
    border-radius: var(--borderRadius); padding: calc(2.5 * var(--spacingUnit)) calc(3 * var(--spacingUnit)); cursor: pointer }
  .Tab { flex: 1 1 auto } .AccordionItem { display: block; width: 100% }
  .Tab--selected, .AccordionItem--selected { color: var(--colorPrimary); border-color: var(--colorPrimary);
    box-shadow: 0 0 0 1px var(--colorPrimary) }
  .accordion { display: grid; gap: calc(2 * var(--spacingUnit)) } .accordion .panel { padding: calc(3 * var(--spacingUnit)) 0 }
  .panel { display: grid; gap: calc(3 * var(--spacingUnit)) }
  .row { display: flex; flex-wrap: wrap; gap: calc(3 * var(--spacingUnit)) } .field { flex: 1 1 8rem; min-width: 0 }
  .Label { display: block; font-size: var(--fontSizeSm); margin-bottom: var(--spacingUnit) }
  .Input { width: 100%; margin: 0; font: inherit; color: var(--colorText); background: var(--colorBackground);
    border: 1px solid var(--inputColorBorder); border-radius: var(--borderRadius); padding: calc(3 * var(--spacingUnit));
    text-align: start; height: calc(var(--fontLineHeight) * 1em + 6 * var(--spacingUnit) + 2px) }
  .Input::placeholder { color: var(--colorTextPlaceholder); opacity: 1 }
  .Input:focus, .Tab:focus-visible, .AccordionItem:focus-visible { outline: 2px solid transparent;
    border-color: var(--colorPrimary); box-shadow: var(--focusBoxShadow) }
  .field.invalid .Input { border-color: var(--colorDanger); color: var(--colorDanger) }
  .Error { font-size: var(--fontSizeSm); color: var(--colorDanger); margin-top: var(--spacingUnit) }
  .Error:empty { display: none }
  .TermsText, .RedirectText { font-size: var(--fontSizeSm); color: var(--colorTextSecondary) }
`;

/** The classes that a page's rules may name, each with what may follow it. */
const SELECTOR =
  /^\.(Input|Label|Tab|AccordionItem|Error|TermsText|RedirectText)(--(selected|invalid))?(:(hover|focus|focus-visible|disabled)|::placeholder)*$/;

const defaults = new CSSStyleSheet();
const custom = new CSSStyleSheet();

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Puts an appearance in force in place of the last one. Values are set one by one through CSSOM, so that none can smuggle in
 * a rule; what the sandbox does not know is told in the console, as Stripe tells it.
 */
export function applyAppearance({ theme = 'stripe', variables = {}, rules = {} }: Appearance): void {
  defaults.replaceSync(DEFAULTS);
  custom.replaceSync(':root {}');
  document.adoptedStyleSheets = [defaults, custom];
  const root = custom.cssRules[0];
  if (root instanceof CSSStyleRule) {
    for (const [name, value] of Object.entries({ ...COMMON, ...THEMES[theme], ...variables })) {
      if (value !== undefined) root.style.setProperty(`--${name}`, value);
    }
  }
  for (const [selector, properties] of Object.entries(rules)) {
    if (SELECTOR.test(selector)) addRule(selector.replace('.Input--invalid', '.field.invalid .Input'), properties);
    else console.warn(`[Stripe.js sandbox] "${selector}" is not a selector the sandbox knows.`);
  }
}

function addRule(selector: string, properties: Record<string, string | undefined>): void {
  const rule = custom.cssRules[custom.insertRule(`${selector} {}`, custom.cssRules.length)];
  if (!(rule instanceof CSSStyleRule)) return;
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) rule.style.setProperty(dashed(name), value);
  }
}
