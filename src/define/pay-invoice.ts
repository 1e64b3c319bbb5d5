/** Registers `<pay-invoice>`; its form and its receipt register themselves at the first need. Safe twice. */
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayInvoice } from '../elements/pay-invoice.js';

useBackendFactory(async () => (await import('../backend/http.js')).httpBackend);
register('pay-invoice', PayInvoice);
