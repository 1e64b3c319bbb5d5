import { expect } from '@open-wc/testing';
import { asked, drafted, refuse, type } from './invoice-desk.js';
import { clear, drawn, find, get, heard, reach, stage, withForms, words } from './harness.js';

describe('<pay-invoice view="agent"> hands the link over:', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  it('shows the link with copy and QR code, and how it can be sent', async () => {
    const { element, request } = await asked();
    expect(get(element, '#link')).to.have.property('value', request.payUrl);
    expect(get(element, '.qr svg').getAttribute('aria-label')).to.equal('QR code of the payment link');
    expect(words(element)).to.match(/Payment link\s+Copy link Send to\s+Send This line changes by itself/);
    expect(get(element, '.recipient').getAttribute('placeholder')).to.equal('E-mail address or phone number');
  });

  it('shows the link and no way to send it without a client', async () => {
    const { element } = stage('pay-invoice', { attributes: { view: 'agent' } });
    await reach(element, 'open');
    expect(find(element, '#link')).to.not.equal(null);
    expect(find(element, '.recipient')).to.equal(null);
  });

  it('offers no sending where the server sends nothing, and no link where the account has links off', async () => {
    const { element } = await asked({ channels: [] });
    expect(find(element, '.recipient')).to.equal(null);
    expect(find(element, '#link')).to.not.equal(null);
    const { element: off } = await asked({ links: 'off', channels: [] });
    expect(find(off, '#link, .copy, .qr')).to.equal(null);
    expect(words(off)).to.contain('This account takes no payments by link.');
  });

  for (const [to, channel] of [
    ['maria@example.com', 'email'],
    ['+49 (30) 1234-5678', 'sms'],
  ] as const)
    it(`sends to ${to} by ${channel}, once`, async () => {
      const { element, client } = await asked();
      await type(element, ` ${to} `);
      const button = get(element, '.send');
      button.click();
      button.click();
      await heard(element, `Sent to ${to}.`);
      await drawn(element);
      expect(words(element)).to.match(/Sent Sent at \d\d:\d\d · this line changes by itself when it is paid/);
      get(element, '.send').click();
      get(element, '.recipient').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
      await drawn(element);
      expect(client.calls.map(({ input }) => input)).to.deep.equal([{ channel, to }]);
    });

  it('sends by Enter, and again to somebody else', async () => {
    const { element, client } = await asked();
    for (const to of ['a@example.com', 'b@example.com']) {
      await type(element, to);
      get(element, '.recipient').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
      await heard(element, `Sent to ${to}.`);
    }
    expect(client.calls.length).to.equal(2);
  });

  for (const [to, channels] of [
    ['', ['email', 'sms']],
    ['maria', ['email', 'sms']],
    ['maria@example..com', ['email', 'sms']],
    ['+49 30 1234', ['email']],
    ['maria@example.com', ['sms']],
  ] as const)
    it(`sends nothing to "${to}" where it sends by ${channels.join(' and ')}`, async () => {
      const { element, client } = await asked({ channels: [...channels] });
      await type(element, to);
      get(element, '.send').click();
      await drawn(element);
      expect(client.calls).to.deep.equal([]);
      expect(get(element, '#to-problem').textContent).to.equal('This is not an address that the link can be sent to.');
      expect(get(element, '.recipient').getAttribute('aria-invalid')).to.equal('true');
      await type(element, 'x');
      expect(get(element, '#to-problem').textContent).to.equal('');
    });

  it('offers the way no longer that the server has said it does not send', async () => {
    const { element } = await asked({ channels: ['email'] }, { send: refuse('unavailable') });
    await type(element, 'maria@example.com');
    get(element, '.send').click();
    await drawn(element);
    expect(words(element)).to.contain('Messages cannot be sent from here right now. Copy the link instead.');
    expect(find(element, '.recipient')).to.equal(null);
  });

  it('fills in the recipient that the draft names', async () => {
    const { element } = await drafted();
    get(element, '.create').click();
    await reach(element, 'open');
    await drawn(element);
    expect(get(element, '.recipient')).to.have.property('value', 'maria@example.com');
  });
});
