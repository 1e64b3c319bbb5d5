/**
 * A shop in one page: the cart, the checkout, and the order's own address. The cart goes to the shop's server, which
 * prices it and answers the id of a money request; `<pay-checkout>` does the rest.
 */
import { formatMoney } from '../../src/money/index.js';
import { pageParts } from '../pages/parts.js';
import { articles, currency, type CartLine } from './catalog.js';

const { part, within } = pageParts(document);
const shop = part('section[aria-label="Shop"]');
const checkout = part('section[aria-label="Checkout"]');
const money = (amount: number): string => formatMoney(amount, currency, 'en');

/** What is in the cart; the page begins with something in it. Placing the same cart twice is one order. */
const cart = {
  id: crypto.randomUUID(),
  quantities: new Map(articles.map(({ sku }, index) => [sku, index === 1 ? 2 : 1])),
};

function lines(): CartLine[] {
  return [...cart.quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

function showCart(): void {
  const subtotal = articles.reduce((sum, { sku, price }) => sum + price * (cart.quantities.get(sku) ?? 0), 0);
  within(shop, '.sum strong').textContent = money(subtotal);
  within<HTMLButtonElement>(shop, '.check-out').disabled = subtotal === 0;
}

function showArticles(): void {
  for (const { sku, name, more, price } of articles) {
    const item = document.createElement('li');
    const words = document.createElement('div');
    const title = Object.assign(document.createElement('h2'), { textContent: name });
    words.append(title, Object.assign(document.createElement('p'), { textContent: more }));
    const cost = Object.assign(document.createElement('p'), {
      className: 'cost',
      textContent: money(price),
    });
    const quantity = Object.assign(document.createElement('input'), { type: 'number', min: '0', max: '20' });
    quantity.value = String(cart.quantities.get(sku) ?? 0);
    quantity.setAttribute('aria-label', `Quantity of ${name}`);
    quantity.addEventListener('input', () => {
      cart.quantities.set(sku, quantity.validity.valid ? quantity.valueAsNumber || 0 : 0);
      cart.id = crypto.randomUUID();
      showCart();
    });
    item.append(words, cost, quantity);
    within(shop, '.articles').append(item);
  }
  showCart();
}

/** The order's page: the checkout until it is paid, and its receipt afterwards. */
function showOrder(request: string): void {
  shop.hidden = true;
  checkout.hidden = false;
  const element = document.createElement('pay-checkout');
  element.setAttribute('backend', '/api');
  element.setAttribute('request', request);
  // The payer came here to pay: the form need not wait for another press.
  element.setAttribute('loading', 'eager');
  element.setAttribute('fields', 'payment');
  element.setAttribute('email', '');
  element.addEventListener('pay-change', ({ state: { moneyRequest, status } }) => {
    const title = moneyRequest?.reference ? `Order ${moneyRequest.reference}` : 'Order';
    within(checkout, 'h1').textContent = title;
    within(checkout, '.thanks').textContent = status === 'paid' ? 'Thank you! Your order is on its way.' : '';
  });
  checkout.append(element);
}

async function placeOrder(): Promise<void> {
  const answer = await fetch('/storefront/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cart: cart.id, lines: lines() }),
  });
  const { request, error } = (await answer.json()) as { request?: string; error?: string };
  if (request === undefined) throw new Error(error ?? 'The order could not be placed.');
  // An address of its own: a reload, or the way back from a bank, finds the order again.
  history.pushState(null, '', `/storefront/orders/${request}`);
  showOrder(request);
}

const button = within<HTMLButtonElement>(shop, '.check-out');
button.addEventListener('click', () => {
  button.disabled = true;
  within(shop, '.problem').textContent = '';
  placeOrder().catch((error: unknown) => {
    button.disabled = false;
    within(shop, '.problem').textContent = error instanceof Error ? error.message : String(error);
  });
});
addEventListener('popstate', () => location.reload());

const [, request] = /^\/storefront\/orders\/(req_\w+)$/.exec(location.pathname) ?? [];
if (request === undefined) showArticles();
else showOrder(request);
