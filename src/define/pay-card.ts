/** Registers `<pay-card>`. Safe twice. */
import { useBackendFactory } from '../config.js';
import { register } from '../elements/internal/register.js';
import { PayCard } from '../elements/pay-card.js';

useBackendFactory(async () => (await import('../backend/http.js')).httpBackend);
register('pay-card', PayCard);
