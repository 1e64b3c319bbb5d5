/** Registers `<pay-link>`. Safe twice. */
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayLink } from '../elements/pay-link.js';

useBackendFactory(async () => (await import('../backend/http.js')).httpBackend);
register('pay-link', PayLink);
