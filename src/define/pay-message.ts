/** Registers `<pay-message>`. Safe twice. */
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayMessage } from '../elements/pay-message.js';

useBackendFactory(async () => (await import('../backend/http.js')).httpBackend);
register('pay-message', PayMessage);
