import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, create, open, send, session } from './checkout.js';
import { bench } from './stripe.js';

test('says what is missing or wrong, and charges nothing', async () => {
  const b = bench();
  const { id } = await create(b);
  const good = card('4242424242424242');
  const rows: [Record<string, string>, string][] = [
    [{ ...good, email: '' }, 'Your email is invalid.'],
    [{ ...good, cardNumber: '' }, 'Your card number is incomplete.'],
    [{ ...good, cardNumber: '4242424242424241' }, 'Your card number is incorrect.'],
    [
      { ...good, cardNumber: '4111111111111111' },
      'Your card was declined. Your request was in test mode, but used a non test card.',
    ],
    [{ ...good, cardExpiry: '12' }, 'Your card&#39;s expiration date is incomplete.'],
    [{ ...good, cardExpiry: '1/20' }, 'Your card&#39;s expiration year is invalid.'],
    [{ ...good, cardCvc: '' }, 'Your card&#39;s security code is incomplete.'],
    [{ ...good, paymentMethod: 'ideal' }, 'Choose how to pay.'],
  ];
  for (const [fields, said] of rows) {
    const answer = await send(b, id, fields);
    assert.equal(answer.alert, said);
    assert.equal(answer.location, null);
  }
  const broken = await b.sandbox.fetch(
    new Request(`${b.sandbox.baseUrl}/c/pay/${id}`, { method: 'POST', body: 'email=a&email[b]=c' }),
  );
  assert.equal(broken.status, 402);
  assert.equal(b.sandbox.charges().length, 0);
  assert.equal((await session(b, id)).payment_intent, null);
});

test('escapes everything, asks for no script, and is not framed', async () => {
  const b = bench();
  const name = '</li><script>alert(1)</script>"\'';
  const { id, url } = await create(b, {
    cancel_url: 'https://shop.example/"><script>alert(2)</script>',
    customer_email: '"><script>@example.com',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 2500, product_data: { name } } }],
  });
  const answer = await b.sandbox.fetch(new Request(url ?? ''));
  const markup = await answer.text();
  assert.ok(!markup.includes('<script'));
  assert.ok(markup.includes('&lt;script&gt;alert(1)'));
  const policy = answer.headers.get('content-security-policy') ?? '';
  for (const part of ["default-src 'none'", "script-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(part), part);
  }
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const typedIn = await send(b, id, { billingName: '"><script>', cardNumber: '' });
  assert.ok(!typedIn.markup.includes('<script'));
  const style = await b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}/c/style.css`));
  assert.match(style.headers.get('content-type') ?? '', /^text\/css/);
});

test('has no page for another id, nor for a session that is not hosted', async () => {
  const b = bench();
  assert.equal((await open(b, `${b.sandbox.baseUrl}/c/pay/cs_test_none`)).status, 404);
  const embedded = await b.stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'embedded_page',
    return_url: 'https://shop.example/return',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 2500, product_data: { name: 'Kitten' } } }],
  });
  assert.equal((await open(b, `${b.sandbox.baseUrl}/c/pay/${embedded.id}`)).status, 404);
});

test('logs the page and no number, and keeps none', async () => {
  const b = bench();
  const { id } = await create(b);
  await send(b, id, card('4000 0000 0000 9995'));
  await send(b, id, card('4242424242424242'));
  const log = JSON.stringify(b.sandbox.log());
  assert.ok(log.includes(`/c/pay/${id}`));
  for (const text of [log, b.sandbox.snapshot()]) {
    assert.ok(!/4000 ?0000 ?0000 ?9995|4242 ?4242 ?4242 ?4242/.test(text));
  }
});
