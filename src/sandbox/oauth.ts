import type Stripe from 'stripe';
import { decodeForm, type FormTree } from './form.js';
import type { Engine } from './engine.js';
import { randomText } from './ids.js';
import { ACCOUNTS, KEY_PAIRS, keyOf, ownerOf } from './keys.js';
import { platformsOf } from './state.js';

/** The client ids of the two platforms, as `oauth.authorizeUrl` needs them. */
export const CLIENT_IDS: Record<string, string> = {
  ca_sandbox: ACCOUNTS.sandbox,
  ca_sandbox_second: ACCOUNTS.second,
};

const json = (status: number, body: unknown): Response => Response.json(body, { status });

const refused = (error: string, description: string, status = 400): Response =>
  json(status, { error, error_description: description });

const field = (form: FormTree, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** `GET /oauth/authorize`: the merchant of the connected account agrees at once, and goes back with a code. */
export async function authorize(engine: Engine, request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const clientId = query.get('client_id') ?? '';
  const platform = Object.hasOwn(CLIENT_IDS, clientId) ? CLIENT_IDS[clientId] : undefined;
  const redirect = query.get('redirect_uri') ?? '';
  if (platform === undefined) return refused('invalid_client', 'No application matches the supplied client identifier');
  if (!URL.canParse(redirect)) return refused('invalid_redirect_uri', 'Invalid redirect URI');
  await engine.ready();
  const code = `ac_${randomText(32)}`;
  engine.state.oauthCodes[code] = { platform, livemode: false };
  await engine.commit();
  const target = new URL(redirect);
  target.searchParams.set('scope', query.get('scope') ?? 'read_write');
  target.searchParams.set('code', code);
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return new Response(null, { status: 303, headers: { location: target.href } });
}

/** `POST /oauth/token`: a code, once, for the connected account. */
export async function exchange(engine: Engine, request: Request): Promise<Response> {
  const form = decodeForm(await request.text());
  const key = keyOf(request.headers, field(form, 'client_secret'));
  const owner = key === undefined ? undefined : ownerOf(key);
  if (owner?.kind !== 'secret') return refused('invalid_client', 'Invalid API Key provided', 401);
  if (field(form, 'grant_type') !== 'authorization_code') {
    return refused('unsupported_grant_type', 'The sandbox takes grant_type authorization_code');
  }
  await engine.ready();
  const code = field(form, 'code');
  const known = Object.hasOwn(engine.state.oauthCodes, code) ? engine.state.oauthCodes[code] : undefined;
  if (known === undefined || known.platform !== owner.account) {
    return refused('invalid_grant', `Authorization code does not exist: ${code.slice(0, 64)}`);
  }
  delete engine.state.oauthCodes[code];
  const platforms = (engine.state.links[ACCOUNTS.connected] ??= []);
  if (!platforms.includes(owner.account)) platforms.push(owner.account);
  await engine.commit();
  const pair = KEY_PAIRS.find(({ account, livemode }) => account === ACCOUNTS.connected && livemode === owner.livemode);
  const token: Stripe.OAuthToken = {
    access_token: pair?.secret ?? '',
    livemode: owner.livemode,
    refresh_token: `rt_${randomText(32)}`,
    scope: 'read_write',
    stripe_publishable_key: pair?.publishable ?? '',
    stripe_user_id: ACCOUNTS.connected,
    token_type: 'bearer',
  };
  return json(200, token);
}

/** `POST /oauth/deauthorize`: the connected account is linked no more. */
export async function deauthorize(engine: Engine, request: Request): Promise<Response> {
  const form = decodeForm(await request.text());
  const key = keyOf(request.headers, undefined);
  const owner = key === undefined ? undefined : ownerOf(key);
  if (owner?.kind !== 'secret') return refused('invalid_client', 'Invalid API Key provided', 401);
  await engine.ready();
  const account = field(form, 'stripe_user_id');
  const platforms = platformsOf(engine.state, account);
  if (!platforms.includes(owner.account)) {
    return refused(
      'invalid_client',
      `This application is not connected to stripe account ${account.slice(0, 64)}.`,
      401,
    );
  }
  const scope = engine.scope(engine.ledger(account, owner.livemode), {
    kind: 'secret',
    platform: owner.account,
    requestId: null,
    idempotencyKey: null,
  });
  const application: Stripe.Application = {
    id: field(form, 'client_id'),
    object: 'application',
    name: 'Sandbox platform',
  };
  scope.emit('account.application.deauthorized', application);
  await engine.commit();
  engine.state.links[account] = platforms.filter((platform) => platform !== owner.account);
  await engine.keep();
  const answer: Stripe.OAuthDeauthorization = { stripe_user_id: account };
  return json(200, answer);
}
