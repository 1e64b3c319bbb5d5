/** What the shop sells. Prices are the server's alone; the page shows them and sends none. Cents. */

/** One article. */
export interface Article {
  sku: string;
  name: string;
  more: string;
  price: number;
}

export const currency = 'usd';

export const articles: readonly Article[] = [
  { sku: 'bed', name: 'Kitten bed', more: 'Oat wool', price: 4800 },
  { sku: 'carrier', name: 'Canvas carrier', more: 'Ink', price: 2200 },
  { sku: 'bowl', name: 'Enamel bowl', more: 'White', price: 1800 },
];

/** So many of one article. */
export interface CartLine {
  sku: string;
  quantity: number;
}

/** A line of the order, as a money request has it. */
export interface OrderLine {
  label: string;
  quantity: number;
  unitAmount: number;
  amount: number;
}

const SHIPPING = 600;
/** Of the goods, in ten-thousandths. */
const TAX = 844;

/** The lines of an order, tax and shipping last. Unknown articles are left out. */
export function orderLines(cart: readonly CartLine[]): OrderLine[] {
  const goods = articles.flatMap(({ sku, name, more, price }) => {
    const quantity = cart.find((line) => line.sku === sku)?.quantity ?? 0;
    return quantity > 0 ? [{ label: `${name}, ${more}`, quantity, unitAmount: price, amount: quantity * price }] : [];
  });
  const subtotal = total(goods);
  const tax = Math.floor((subtotal * TAX + 5000) / 10_000);
  const one = (label: string, amount: number): OrderLine => ({ label, quantity: 1, unitAmount: amount, amount });
  return goods.length === 0 ? [] : [...goods, one('Shipping', SHIPPING), one('Tax', tax)];
}

/** What lines add up to. */
export function total(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}
