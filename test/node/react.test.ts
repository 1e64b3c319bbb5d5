import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement, type JSX } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import '../../src/react/index.js';

type Props<Tag extends keyof JSX.IntrinsicElements> = JSX.IntrinsicElements[Tag];

test('the React entry knows the elements’ tags, settings and events, and React draws them with their fallback', () => {
  const heard: string[] = [];
  const props: Props<'pay-request'> = {
    request: 'req_0123456789abcdefghijkl',
    backend: '/api',
    loading: 'visible',
    className: 'bubble',
    'onpay-succeeded': ({ moneyRequest }) => heard.push(moneyRequest.id),
    'onpay-failed': ({ error }) => heard.push(error.code),
  };
  const checkout: Props<'pay-checkout'> = { request: 'req_0123456789abcdefghijkl', fields: 'payment', email: true };
  const outside: Props<'pay-card'> = { form: 'order', name: 'payment' };
  const agent: Props<'pay-invoice'> = { view: 'agent' };
  // @ts-expect-error there is no such view
  const wrong: Props<'pay-invoice'> = { view: 'clerk' };
  // @ts-expect-error a receipt has no card form
  const stray: Props<'pay-receipt'> = { fields: 'card' };
  const markup = renderToStaticMarkup(
    createElement('pay-request', props, createElement('a', { href: '/pay/req_0123456789abcdefghijkl' }, 'Pay')),
  );
  assert.match(markup, /^<pay-request [^>]*request="req_0123456789abcdefghijkl"/);
  assert.match(markup, /class="bubble"/);
  assert.match(markup, /<a href="\/pay\/req_0123456789abcdefghijkl">Pay<\/a><\/pay-request>$/);
  assert.deepEqual([checkout.fields, outside.form, agent.view, heard.length], ['payment', 'order', 'agent', 0]);
  assert.deepEqual([wrong.view, stray.request], ['clerk', undefined]);
});
