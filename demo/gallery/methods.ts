/** The gallery has no Stripe: where the Payment Element would be, the scripted form wears its shape. */
import type { FieldAppearance } from '../../src/session/index.js';

const METHODS = ['Card', 'Amazon Pay', 'Bank account'];

/** Puts a row of methods over the inputs, and each input into a box of its own under its name, as Stripe draws them. */
export function wearMethods(root: HTMLElement, look: FieldAppearance): void {
  const edge = `color-mix(in oklab, ${look.color} 20%, ${look.surface})`;
  const box = { boxSizing: 'border-box', borderRadius: look.radius, background: look.surface };
  const text = { font: `400 14px/20px ${look.fontFamily}`, color: look.color };
  Object.assign(root.style, { gridAutoRows: 'auto', gap: '12px' });
  const tabs = document.createElement('div');
  // Nothing to press: which methods there are is the account's to say, and Stripe's to show.
  tabs.setAttribute('aria-hidden', 'true');
  Object.assign(tabs.style, { gridColumn: '1 / 3', display: 'flex', flexWrap: 'wrap', gap: '8px' });
  tabs.append(
    ...METHODS.map((name, index) => {
      const tab = document.createElement('span');
      tab.textContent = name;
      Object.assign(tab.style, box, text, {
        flex: '1 1 auto',
        padding: '10px 12px',
        border: index === 0 ? `2px solid ${look.accent}` : `1px solid ${edge}`,
        margin: index === 0 ? '0' : '1px',
        color: index === 0 ? look.accent : look.placeholderColor,
      });
      return tab;
    }),
  );
  for (const input of root.querySelectorAll('input')) {
    const field = document.createElement('div');
    const name = document.createElement('span');
    name.setAttribute('aria-hidden', 'true');
    name.textContent = input.getAttribute('aria-label');
    Object.assign(name.style, text, { display: 'block', marginBlockEnd: '4px' });
    Object.assign(field.style, { gridColumn: input.style.gridColumn, minInlineSize: '0' });
    Object.assign(input.style, box, {
      margin: '0',
      inlineSize: '100%',
      blockSize: '46px',
      padding: '0 12px',
      border: `1px solid ${edge}`,
    });
    input.replaceWith(field);
    field.append(name, input);
  }
  root.prepend(tabs);
}
