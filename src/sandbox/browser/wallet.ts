/** The script of `/frames/wallet`: the sheet of the sandbox's wallet, which holds a few test cards. */
import type { FromWallet, ToWallet } from './protocol.js';
import { openLink } from './protocol.js';

/** The cards in the wallet, each with what it is good for. */
const CARDS: readonly (readonly [number: string, label: string])[] = [
  ['4242424242424242', 'Visa •••• 4242'],
  ['4000000000000002', 'Visa •••• 0002 (declined)'],
  ['4000000000009995', 'Visa •••• 9995 (insufficient funds)'],
  ['4000002760003184', 'Visa •••• 3184 (asks for authentication)'],
];

const address = new URLSearchParams(location.hash.slice(1));
const element = address.get('element') ?? '';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  html { background: rgb(0 0 0 / 0.45); font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a }
  body { margin: 0; min-height: 100vh; display: grid; place-items: end center }
  form { box-sizing: border-box; width: min(26rem, 100vw); padding: 1.5rem; border-radius: 12px 12px 0 0; background: #fff;
    box-shadow: 0 -8px 40px rgb(0 0 0 / 0.35); display: grid; gap: 0.75rem }
  h1 { margin: 0; font-size: 1.15rem } p { margin: 0 } p.mark { color: #8a5a00; font-size: 0.8rem } p:empty { display: none }
  [role='status'] { color: #b3121c } #amount { font-size: 1.5rem; font-weight: 600 }
  select, button { font: inherit; padding: 0.6rem 1rem; border-radius: 6px; border: 1px solid #767676; background: #fff; width: 100% }
  button { cursor: pointer } #pay { background: #00d66f; border-color: #00d66f; color: #011e0f; font-weight: 600 }
  :focus-visible { outline: 3px solid #7aa7ea; outline-offset: 2px }
`);
document.adoptedStyleSheets = [sheet];

const part = <Found extends Element>(selector: string, kind: new () => Found): Found => {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page of the wallet has no ${selector}.`);
};
const form = part('form', HTMLFormElement);
const card = part('#card', HTMLSelectElement);
const pay = part('#pay', HTMLButtonElement);
const cancel = part('#cancel', HTMLButtonElement);
const status = part('[role=status]', HTMLElement);
for (const [number, label] of CARDS) card.append(new Option(label, number));

const link = openLink<FromWallet, ToWallet>(
  element,
  address.get('page') ?? '',
  () => window.parent,
  (message) => {
    if (message.type === 'init') {
      part('#amount', HTMLElement).textContent = message.amount;
      part('#business', HTMLElement).textContent = message.business;
      return pay.focus();
    }
    status.textContent = message.message;
    setBusy(false);
  },
);

function setBusy(on: boolean): void {
  for (const control of [card, pay, cancel]) control.disabled = on;
  pay.textContent = on ? 'Processing…' : 'Pay';
}

function leave(): void {
  if (!cancel.disabled) link.send({ type: 'cancel' });
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  status.textContent = '';
  setBusy(true);
  link.send({ type: 'pay' });
});
cancel.addEventListener('click', leave);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') leave();
});

window.__sandboxMethod = {
  element,
  validate: () => undefined,
  data: () => [
    ['type', 'card'],
    ['card[number]', card.value],
    ['card[exp_month]', '12'],
    ['card[exp_year]', '2040'],
    ['card[cvc]', '123'],
    ['billing_details[name]', 'Sandbox Payer'],
    ['billing_details[email]', 'payer@example.com'],
    ['billing_details[address][postal_code]', '94111'],
    ['billing_details[address][country]', 'US'],
  ],
};
link.send({ type: 'hello' });
