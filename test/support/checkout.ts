/** Drives the Payment Element, the wallet and the bank's page like a payer; the real Stripe's frames have the same names. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** The payer's hands on a checkout with every method. */
export class CheckoutPayer {
  readonly page: Page;
  /** Where the element is; its frames may lie elsewhere in the page. */
  readonly scope: Page | Locator | FrameLocator;
  /** The document that the frames are in: the page, or a frame of it. */
  readonly document: Page | FrameLocator;

  constructor(page: Page, scope: Page | Locator | FrameLocator = page, document: Page | FrameLocator = page) {
    this.page = page;
    this.scope = scope;
    this.document = document;
  }

  get pay(): Locator {
    return this.scope.getByRole('button', { name: /^Pay (Now|[^a-z])/ });
  }

  /** The Payment Element. */
  get #frame(): FrameLocator {
    return this.document.frameLocator('iframe[title="Secure payment input frame"]');
  }

  field(name: string): Locator {
    return this.#frame.locator(`[name="${name}"]:visible`);
  }

  async card(number = '4242424242424242'): Promise<void> {
    await this.choose('Card');
    await this.field('number').fill(number);
    await this.field('expiry').fill('12 / 34');
    await this.field('cvc').fill('123');
    await this.press();
  }

  /** A redirect method, up to the bank's page. */
  async redirect(name: string): Promise<void> {
    await this.choose(name);
    await this.press();
  }

  /** On the bank's page. */
  async atTheBank(what: 'Authorize test payment' | 'Fail test payment'): Promise<void> {
    await this.document.getByRole('button', { name: what }).click();
  }

  /** A US bank account, whose money comes later. */
  async bankDebit(account = '000123456789'): Promise<void> {
    await this.choose('US bank account');
    await this.field('name').fill('Maria Keller');
    await this.field('email').fill('maria@example.com');
    await this.field('routingNumber').fill('110000000');
    await this.field('accountNumber').fill(account);
    await this.press();
  }

  /** A SEPA debit, whose money comes later. */
  async sepa(iban = 'DE89370400440532013000'): Promise<void> {
    await this.choose('SEPA Direct Debit');
    await this.field('name').fill('Maria Keller');
    await this.field('email').fill('maria@example.com');
    await this.field('iban').fill(iban);
    await this.press();
  }

  /** By the keyboard: a frame that has just grown may still lie where the mouse would press. */
  private async press(): Promise<void> {
    await this.pay.press('Enter');
  }

  private async choose(name: string): Promise<void> {
    const tab = this.#frame.getByRole('tab', { name });
    await expect(tab).toBeVisible();
    await tab.click();
  }
}
