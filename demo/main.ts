/** `npm start`. What keeps it from starting is said in one line. */
import { refuseToStart } from './refusal.js';

try {
  await import('./start.js');
} catch (error) {
  refuseToStart(error);
}
