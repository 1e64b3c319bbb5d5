/** Drives a payment like a payer, through any number of shadow roots; it works on the real Stripe's frames as well. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** A card to type. */
export interface TypedCard {
  number: string;
  expiry?: string;
  cvc?: string;
}

/** The payer's hands and eyes on a page. */
export class Payer {
  readonly page: Page;
  /** Where to look: the whole page, or a region of it. */
  readonly scope: Page | Locator;

  constructor(page: Page, scope: Page | Locator = page) {
    this.page = page;
    this.scope = scope;
  }

  get number(): Locator {
    return this.#field('Secure card number input frame', 'cardnumber');
  }

  get expiry(): Locator {
    return this.#field('Secure expiration date input frame', 'exp-date');
  }

  get cvc(): Locator {
    return this.#field('Secure CVC input frame', 'cvc');
  }

  get payNow(): Locator {
    return this.scope.getByRole('button', { name: 'Pay Now' });
  }

  /** The bank's window. */
  get challenge(): FrameLocator {
    return this.page.frameLocator('iframe[name="stripe-challenge-frame"]');
  }

  async open(label: string): Promise<void> {
    await this.scope.getByRole('button', { name: label }).click();
    await expect(this.number).toBeEditable();
  }

  async type({ number, expiry = '12 / 34', cvc = '123' }: TypedCard): Promise<void> {
    await this.number.fill(number);
    await this.expiry.fill(expiry);
    await this.cvc.fill(cvc);
  }

  async pay(card: TypedCard): Promise<void> {
    await this.type(card);
    await this.payNow.click();
  }

  async seesPaid(): Promise<void> {
    await expect(this.scope.getByRole('button', { name: 'Payment completed' })).toBeVisible();
  }

  /** The frames lie in the top document, wherever the element is. */
  #field(title: string, name: string): Locator {
    return this.page.frameLocator(`iframe[title="${title}"]`).locator(`input[name="${name}"]`);
  }
}

/** Writes as the business of `/chat`. */
export async function writeAsBusiness(page: Page, text: string): Promise<void> {
  const business = page.getByRole('region', { name: 'Business' });
  await business.getByRole('textbox', { name: 'Message' }).fill(text);
  await business.getByRole('button', { name: 'Send' }).click();
}

/** The customer's side of `/chat`. */
export function customerOf(page: Page): Payer {
  return new Payer(page, page.getByRole('region', { name: 'Customer' }));
}
