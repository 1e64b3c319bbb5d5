/**
 * The script of `/frames/controller`, the hidden frame that calls the API. It reads the fields' frames beside it, so the
 * digits go from frame to frame to API and never through the page; and a call outlives the field it was read from.
 */
import type { ApiAnswer, ApiCall, FromController, ToController } from './protocol.js';
import { openLink } from './protocol.js';
import { fieldsOf, methodOf } from './frames/siblings.js';

const API_VERSION = '2026-10-28.endive';
const address = new URLSearchParams(location.hash.slice(1));

const link = openLink<FromController, ToController>(
  address.get('element') ?? '',
  address.get('page') ?? '',
  () => window.parent,
  ({ id, call }) => {
    void answer(call).then((result) => link.send({ type: 'answer', id, answer: result }));
  },
);

async function answer(call: ApiCall): Promise<ApiAnswer> {
  const params = new URLSearchParams(call.params);
  const { source } = call;
  const problem =
    source?.of === 'card'
      ? addCard(params, source.element, source.group, call.path)
      : source && addMethod(params, source.element);
  if (problem) return problem;
  const headers = new Headers({ Authorization: `Bearer ${call.key}`, 'Stripe-Version': API_VERSION });
  if (call.account) headers.set('Stripe-Account', call.account);
  const query = call.method === 'GET' ? `?${params}` : '';
  try {
    const body = call.method === 'POST' ? params : null;
    const response = await fetch(call.path + query, { method: call.method, headers, body });
    return readAnswer(response.ok, await response.json().catch(() => null));
  } catch {
    const message =
      'We are experiencing issues connecting to our payments provider. Please check your internet connection.';
    return { type: 'error', error: { type: 'api_connection_error', message } };
  }
}

function readAnswer(ok: boolean, body: unknown): ApiAnswer {
  if (typeof body === 'object' && body !== null) {
    if (ok) return { type: 'ok', body };
    if ('error' in body && typeof body.error === 'object' && body.error !== null) {
      return { type: 'error', error: { type: 'api_error', ...body.error } };
    }
  }
  return { type: 'error', error: { type: 'api_error', message: 'An unexpected error occurred.' } };
}

/** Adds `card[…]` from the fields of a group; the answer says why it cannot. */
function addCard(params: URLSearchParams, element: string, group: string, path: string): ApiAnswer | null {
  const fields = fieldsOf(group);
  if (!fields.some((field) => field.element === element)) return { type: 'lost' };
  const errors = fields.map((field) => field.validate()).filter((error) => error !== undefined);
  if (errors[0]) return { type: 'error', error: { ...errors[0] } };
  for (const field of fields) {
    for (const [name, value] of Object.entries<string>({ ...field.values() })) {
      if (name !== 'postal') params.set(`card[${name}]`, value);
      else if (path.endsWith('/tokens')) params.set('card[address_zip]', value);
      else params.set('billing_details[address][postal_code]', value);
    }
  }
  return null;
}

/** Adds `payment_method_data[…]` from a frame that holds a method; what the page itself has said stands. */
function addMethod(params: URLSearchParams, element: string): ApiAnswer | null {
  const method = methodOf(element);
  if (!method) return { type: 'lost' };
  const error = method.validate();
  if (error) return { type: 'error', error: { ...error } };
  for (const [name, value] of method.data()) {
    const full = `payment_method_data[${name.replace(/\[.*/, '')}]${/\[.*/.exec(name)?.[0] ?? ''}`;
    if (!params.has(full)) params.set(full, value);
  }
  return null;
}

link.send({ type: 'hello' });
