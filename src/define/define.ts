/** Registers all elements of the payer. Safe twice, and beside the single ones. */
import './pay-request.js';
import './pay-card.js';
import './pay-receipt.js';
import './pay-message.js';
import './pay-checkout.js';
import './pay-invoice.js';
import './pay-link.js';
