/** The QR code's library, fetched when a code is first shown. */
import { part } from '../internal/part.js';

/** Draws a QR code. */
export const qrCode = part(async () => (await import('./qr.js')).renderQr);
