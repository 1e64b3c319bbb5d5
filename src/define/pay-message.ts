/** Registers `<pay-message>`. Safe twice. */
import { httpBackend } from '../backend/http.js';
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayMessage } from '../elements/pay-message.js';

useBackendFactory((url) => httpBackend({ url }));
register('pay-message', PayMessage);
