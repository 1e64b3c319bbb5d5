/** Registers `<pay-card>`. Safe twice. */
import { httpBackend } from '../backend/http.js';
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayCard } from '../elements/pay-card.js';

useBackendFactory((url) => httpBackend({ url }));
register('pay-card', PayCard);
