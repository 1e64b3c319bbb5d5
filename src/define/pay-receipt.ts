/** Registers `<pay-receipt>`. Safe twice. */
import { httpBackend } from '../backend/http.js';
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayReceipt } from '../elements/pay-receipt.js';

useBackendFactory((url) => httpBackend({ url }));
register('pay-receipt', PayReceipt);
