/** Registers `<pay-checkout>`; its form and its receipt register themselves at the first need. Safe twice. */
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayCheckout } from '../elements/pay-checkout.js';

useBackendFactory(async () => (await import('../backend/http.js')).httpBackend);
register('pay-checkout', PayCheckout);
