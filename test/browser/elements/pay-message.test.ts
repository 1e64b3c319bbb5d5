import { expect } from '@open-wc/testing';
import type { PayMessage } from '../../../src/index.js';
import type { MessageSegment } from '../../../src/contract/types.js';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import { clear, drawn, find, freshId, words } from './harness.js';

function message(): { element: PayMessage; segments: MessageSegment[] } {
  const request = moneyRequest({ id: freshId() });
  const element = document.createElement('pay-message');
  element.backend = scriptedBackend({ requests: [request] });
  const segments: MessageSegment[] = [
    { type: 'text', source: 'You must like laser beams ', text: 'You must like laser beams ' },
    {
      type: 'request',
      source: '$[Get more kittens - 25$](25.00)',
      label: request.label,
      amount: 2500,
      currency: 'usd',
      request,
    },
  ];
  document.body.append(element);
  return { element, segments };
}

describe('<pay-message>', () => {
  afterEach(clear);

  it('shows the text, and a button for each request in it', async () => {
    const { element, segments } = message();
    element.segments = segments;
    await drawn(element);
    expect(words(element)).to.contain('You must like laser beams').and.to.contain('Get more kittens - 25$');
    expect(find(element, 'pay-request .pill') ?? find(element, '.pill')).to.not.equal(null);
  });

  it('takes the segments as JSON, and bad JSON as none', async () => {
    const { element, segments } = message();
    element.setAttribute('segments', JSON.stringify(segments));
    await drawn(element);
    expect(find(element, 'pay-request')).to.not.equal(null);
    element.setAttribute('segments', '[{');
    await drawn(element);
    expect(find(element, 'pay-request')).to.equal(null);
  });

  it('never makes a button of raw text', async () => {
    const { element } = message();
    element.textContent = '$[Get more kittens](25.00)';
    element.segments = [{ type: 'text', source: '', text: '$[Get more kittens](25.00) <pay-request></pay-request>' }];
    await drawn(element);
    expect(find(element, 'pay-request')).to.equal(null);
    expect(words(element)).to.equal('$[Get more kittens](25.00) <pay-request></pay-request>');
  });

  it('keeps the element of a request when the text around it changes', async () => {
    const { element, segments } = message();
    element.segments = segments;
    await drawn(element);
    const before = find(element, 'pay-request');
    element.segments = segments.slice(1);
    await drawn(element);
    expect(find(element, 'pay-request')).to.equal(before);
  });
});
