/** Registers `<pay-request>`; its form and its receipt register themselves at the first need. Safe twice. */
import { httpBackend } from '../backend/http.js';
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayRequest } from '../elements/pay-request.js';

useBackendFactory((url) => httpBackend({ url }));
register('pay-request', PayRequest);
