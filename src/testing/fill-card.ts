/** Types a card into Stripe's fields, the sandbox's or the real ones, from a browser test. */

/** What is used of a Playwright `Page`; anything shaped like it will do. */
export interface PageLike {
  frameLocator(selector: string): { locator(selector: string): { fill(value: string): Promise<void> } };
}

/** A card to type. */
export interface CardToFill {
  /** `4242424242424242` by default. */
  number?: string;
  /** `12 / 34` by default. */
  expiry?: string;
  /** `123` by default. */
  cvc?: string;
}

/** Fills the three fields of the form that is open on the page, wherever in the page its element is. */
export async function fillCard(
  page: PageLike,
  { number = '4242424242424242', expiry = '12 / 34', cvc = '123' }: CardToFill = {},
): Promise<void> {
  const field = (title: string, name: string) =>
    page.frameLocator(`iframe[title="${title}"]`).locator(`input[name="${name}"]`);
  await field('Secure card number input frame', 'cardnumber').fill(number);
  await field('Secure expiration date input frame', 'exp-date').fill(expiry);
  await field('Secure CVC input frame', 'cvc').fill(cvc);
}
