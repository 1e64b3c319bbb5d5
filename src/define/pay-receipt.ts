/** Registers `<pay-receipt>`. Safe twice. */
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayReceipt } from '../elements/pay-receipt.js';

useBackendFactory(async () => (await import('../backend/http.js')).httpBackend);
register('pay-receipt', PayReceipt);
