/** The backend that an element was given, or its page has set. */
import type { Backend } from '../../backend/backend.js';
import { pageRegistry } from '../../config.js';
import { PaymentError } from '../../errors/index.js';

/**
 * An object as it is, a URL as one shared backend per URL; nothing as `configure()`'s. Where none can be had (`no-backend`,
 * `backend-not-allowed`), one that says so at every call: the session shows and tells it as any error.
 */
export function backendOf(given: string | Backend | null): Backend {
  try {
    return resolve(given);
  } catch (thrown) {
    const refuse = (): Promise<never> => Promise.reject(PaymentError.from(thrown));
    return { flow: 'intent', retrieve: refuse, pay: refuse, sync: refuse, watch: () => () => undefined };
  }
}

function resolve(given: string | Backend | null): Backend {
  const { config, backends } = pageRegistry();
  const wanted = given ?? config.backend ?? '';
  if (typeof wanted !== 'string') return wanted;
  if (!wanted)
    throw new PaymentError('no-backend', 'Set the backend attribute or property, or configure({ backend }).');
  const url = absolute(wanted);
  if (config.allowedBackends?.every((allowed) => !covers(allowed, url)))
    throw new PaymentError('backend-not-allowed', `Add ${url} to configure({ allowedBackends }).`);
  const { credentials } = config;
  const key = credentials ? `${credentials} ${url}` : url;
  const known = backends.get(key) ?? config.createBackend?.({ url, ...(credentials && { credentials }) });
  if (!known)
    throw new PaymentError('no-backend', "Import 'pay-elements/define', or set backend to httpBackend({ url }).");
  backends.set(key, known);
  return known;
}

function absolute(url: string): string {
  return new URL(url, document.baseURI).href.replace(/\/$/, '');
}

/** A whole origin, or a path of one: `https://a.example` never covers `https://a.example.evil`. */
function covers(allowed: string, url: string): boolean {
  return `${url}/`.startsWith(`${absolute(allowed)}/`);
}
