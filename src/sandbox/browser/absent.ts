import type { Stripe } from '@stripe/stripe-js';
import { IntegrationError } from './integration-error.js';
import type { SandboxStripe } from './offered.js';

/** The members of Stripe.js that the sandbox does not have. The type makes the list complete. */
const ABSENT: Record<Exclude<keyof Stripe, keyof SandboxStripe>, true> = {
  collectBankAccountForPayment: true,
  collectBankAccountForSetup: true,
  collectBankAccountToken: true,
  collectFinancialConnectionsAccounts: true,
  confirmAcssDebitPayment: true,
  confirmAcssDebitSetup: true,
  confirmAffirmPayment: true,
  confirmAfterpayClearpayPayment: true,
  confirmAlipayPayment: true,
  confirmAmazonPaySetup: true,
  confirmAuBecsDebitPayment: true,
  confirmAuBecsDebitSetup: true,
  confirmBacsDebitSetup: true,
  confirmBancontactPayment: true,
  confirmBancontactSetup: true,
  confirmBilliePayment: true,
  confirmBlikPayment: true,
  confirmBlikSetup: true,
  confirmBoletoPayment: true,
  confirmCardSetup: true,
  confirmCashappPayment: true,
  confirmCashappSetup: true,
  confirmCustomerBalancePayment: true,
  confirmEpsPayment: true,
  confirmFpxPayment: true,
  confirmGiropayPayment: true,
  confirmGrabPayPayment: true,
  confirmIdealPayment: true,
  confirmIdealSetup: true,
  confirmKlarnaPayment: true,
  confirmKonbiniPayment: true,
  confirmMobilepayPayment: true,
  confirmMultibancoPayment: true,
  confirmOxxoPayment: true,
  confirmP24Payment: true,
  confirmPayByBankPayment: true,
  confirmPayNowPayment: true,
  confirmPayPalPayment: true,
  confirmPayPalSetup: true,
  confirmPayment: true,
  confirmPixPayment: true,
  confirmPromptPayPayment: true,
  confirmSepaDebitPayment: true,
  confirmSepaDebitSetup: true,
  confirmSetup: true,
  confirmSofortPayment: true,
  confirmSofortSetup: true,
  confirmTwintPayment: true,
  confirmUsBankAccountPayment: true,
  confirmUsBankAccountSetup: true,
  confirmWechatPayPayment: true,
  createEmbeddedCheckoutPage: true,
  createEphemeralKeyNonce: true,
  createRadarSession: true,
  handleCardAction: true,
  initCheckoutElementsSdk: true,
  initCheckoutFormSdk: true,
  initializePricing: true,
  paymentRequest: true,
  processOrder: true,
  retrieveOrder: true,
  retrieveSetupIntent: true,
  verifyIdentity: true,
  verifyMicrodepositsForPayment: true,
  verifyMicrodepositsForSetup: true,
};

/** Functions under the names of all that is absent; calling one throws an IntegrationError that names it. */
export function absentMembers(): Record<string, () => never> {
  const members: Record<string, () => never> = {};
  for (const name of Object.keys(ABSENT)) {
    members[name] = () => {
      throw new IntegrationError(`stripe.${name}() is not available in the sandbox.`);
    };
  }
  return members;
}
