import { expect } from '@open-wc/testing';
import { StripeForm } from '../../../src/stripe/form.js';
import type { FormOptions } from '../../../src/session/form.js';
import { FakeStripe } from './fake-stripe.js';
import { formOptions, Heard, Host, look } from './support.js';

describe('the home of the card fields', () => {
  let host: Host;
  let heard: Heard;
  let fake: FakeStripe;
  let form: StripeForm | null;
  let stage: HTMLElement;

  const open = (more: Partial<FormOptions> = {}): StripeForm => {
    form = new StripeForm(fake.stripe, formOptions(host, heard, more));
    fake.ready();
    return form;
  };
  const mounts = (): Element[] => [...document.querySelectorAll('pay-mount')];
  /** Hosts around ours, outermost first. */
  const nest = (...inits: ShadowRootInit[]): { element: HTMLElement; root: ShadowRoot }[] => {
    const hosts = inits.map((init) => {
      const element = document.createElement('div');
      const root = element.attachShadow(init);
      return { element, root };
    });
    hosts.reduce<Node>((parent, { element, root }) => {
      parent.appendChild(element);
      return root;
    }, stage);
    hosts.at(-1)?.root.append(host.element);
    return hosts;
  };
  /** Observers are told in microtasks, and one of ours may follow another's. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };

  beforeEach(() => {
    host = new Host();
    heard = new Heard();
    fake = new FakeStripe();
    form = null;
    stage = document.createElement('section');
    document.body.append(stage);
  });
  afterEach(() => {
    form?.destroy();
    stage.remove();
    expect(mounts()).to.have.length(0);
  });

  it('is made on a page without TLS, too, which has no randomUUID', () => {
    stage.append(host.element);
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    try {
      open();
    } finally {
      Reflect.deleteProperty(crypto, 'randomUUID');
    }
    expect(host.shown).to.deep.equal(mounts());
  });

  it('is the first child of our element where that is in the document itself', () => {
    host.element.append(document.createElement('a'));
    stage.append(host.element);
    open();
    const mount = host.element.firstElementChild;
    expect(mount?.localName).to.equal('pay-mount');
    expect(host.shown).to.deep.equal([mount]);
    expect(mount?.slot).to.equal(host.slots[0]);
  });

  it('is in the document, and shown in our shadow root, through nested open and closed roots', () => {
    const hosts = nest({ mode: 'closed' }, { mode: 'open' }, { mode: 'closed' });
    for (const { element } of hosts) element.append('what the page has there');
    open();
    const mount = hosts[0]?.element.firstElementChild;
    expect(hosts[0]?.element.firstChild).to.equal(mount);
    expect(mount?.localName).to.equal('pay-mount');
    expect(host.shown).to.deep.equal([mount]);
    expect(mount?.getRootNode()).to.equal(document);
    for (const { element } of hosts.slice(1)) expect(element.firstChild).to.have.property('localName', 'slot');
    expect(mount?.getBoundingClientRect().width).to.equal(340);
  });

  it('is assigned by hand where a host assigns its slots by hand', () => {
    nest({ mode: 'closed', slotAssignment: 'manual' }, { mode: 'open', slotAssignment: 'manual' }, { mode: 'open' });
    open();
    expect(host.shown).to.deep.equal(mounts());
  });

  it('has another name each time it is mounted', () => {
    stage.append(host.element);
    open().destroy();
    fake = new FakeStripe();
    open();
    expect(new Set(host.slots).size).to.equal(2);
  });

  it('leaves nothing behind, and may be told so twice', () => {
    const hosts = nest({ mode: 'open' }, { mode: 'open' });
    open();
    form?.destroy();
    form?.destroy();
    expect(hosts.map(({ element }) => element.childElementCount)).to.deep.equal([0, 0]);
    expect(host.element.childElementCount).to.equal(0);
    expect(fake.live).to.have.length(0);
  });

  it('cannot be made for an element that is not in the document', () => {
    expect(() => open())
      .to.throw()
      .with.property('code', 'fields-lost');
    expect(fake.live).to.have.length(0);
  });

  it('keeps the frames, and what was typed, when a host between renders its children anew', async () => {
    const hosts = nest({ mode: 'open' }, { mode: 'closed' });
    open();
    const { frames } = fake;
    hosts[1]?.element.replaceChildren('rendered anew');
    host.element.replaceChildren('rendered anew');
    await settle();
    expect(host.shown).to.deep.equal(mounts());
    expect(fake.frames).to.deep.equal(frames);
    expect(heard.counts.ready).to.equal(1);
  });

  it('keeps the frames when our element is moved within the outermost host', async () => {
    const hosts = nest({ mode: 'closed', slotAssignment: 'manual' });
    const other = document.createElement('div');
    const otherRoot = other.attachShadow({ mode: 'open' });
    hosts[0]?.root.append(other);
    open();
    const { frames } = fake;
    otherRoot.append(host.element);
    form?.moved();
    await settle();
    expect(host.shown).to.deep.equal(mounts());
    expect(fake.frames).to.deep.equal(frames);
    hosts[0]?.root.append(host.element);
    form?.moved();
    await settle();
    expect(host.shown).to.deep.equal(mounts());
    expect(other.childElementCount).to.equal(0);
    expect(fake.frames).to.deep.equal(frames);
  });

  it('is mounted anew when the outermost host loses its children', async () => {
    const hosts = nest({ mode: 'open' });
    open();
    hosts[0]?.element.replaceChildren('wiped');
    await settle();
    fake.ready();
    expect(mounts()).to.have.length(1);
    expect(host.shown).to.deep.equal(mounts());
    expect(fake.fields).to.have.length(6);
    expect(fake.live).to.have.length(3);
    expect(heard.counts).to.include({ ready: 2, lost: 0 });
  });

  it('is mounted anew when the frames died in a move, though they are where they were', async () => {
    nest({ mode: 'open' });
    open();
    stage.append(...stage.childNodes);
    form?.moved();
    await settle();
    expect(fake.fields).to.have.length(6);
    expect(host.shown).to.deep.equal(mounts());
  });

  it('is mounted anew when another host becomes the outermost', async () => {
    nest({ mode: 'open' });
    open();
    stage.append(host.element);
    form?.moved();
    await settle();
    expect(host.element.firstElementChild).to.equal(mounts()[0]);
    expect(mounts()).to.have.length(1);
  });

  it('survives moveBefore, which keeps frames alive', async () => {
    const hosts = nest({ mode: 'open' });
    open();
    const { frames } = fake;
    stage.append(document.createElement('p'));
    (stage as unknown as { moveBefore(node: Node, child: null): void }).moveBefore(hosts[0]?.element ?? stage, null);
    form?.moved();
    await settle();
    expect(fake.frames).to.deep.equal(frames);
  });

  it('is left alone while our element is out of the page, and follows it back', async () => {
    stage.append(host.element);
    open();
    host.element.remove();
    form?.moved();
    await settle();
    expect(fake.fields).to.have.length(3);
    stage.append(host.element);
    form?.moved();
    await settle();
    expect(fake.fields).to.have.length(6);
    expect(heard.counts.lost).to.equal(0);
  });

  it('is not mounted anew while it is held: frames that died are said to be lost', async () => {
    const hosts = nest({ mode: 'open' });
    open().hold(true);
    hosts[0]?.element.replaceChildren();
    await settle();
    expect(heard.counts.lost).to.equal(1);
    expect(heard.errors[0]?.code).to.equal('fields-lost');
    expect(fake.fields).to.have.length(3);
  });

  it('says that the frames are lost when our element leaves with them while it is held', async () => {
    stage.append(host.element);
    open().hold(true);
    host.element.remove();
    form?.moved();
    await settle();
    expect(heard.counts.lost).to.equal(1);
  });

  it('repairs its slots while it is held', async () => {
    nest({ mode: 'open' }, { mode: 'open' });
    open().hold(true);
    host.element.replaceChildren();
    await settle();
    expect(host.shown).to.deep.equal(mounts());
    expect(heard.counts.lost).to.equal(0);
  });

  it('gives up on a page that removes what is put into it each time', async () => {
    const hosts = nest({ mode: 'open' }, { mode: 'open' });
    const [, between] = hosts;
    const zealot = new MutationObserver(() => between?.element.replaceChildren());
    if (between) zealot.observe(between.element, { childList: true });
    open();
    await heard.until(() => heard.counts.lost === 1);
    zealot.disconnect();
    expect(heard.errors[0]?.code).to.equal('fields-lost');
  });

  it('takes no copy of itself for its own when its host is cloned', () => {
    const hosts = nest({ mode: 'open' });
    open();
    const [original] = mounts();
    const copy = hosts[0]?.element.cloneNode(true) as HTMLElement;
    stage.append(copy);
    expect(mounts()).to.have.length(2);
    const other = new Host();
    copy.attachShadow({ mode: 'open' }).append(other.element);
    const second = new StripeForm(new FakeStripe().stripe, formOptions(other, new Heard()));
    expect(copy.querySelectorAll('pay-mount')).to.have.length(1);
    expect(other.shown).to.deep.equal([...copy.querySelectorAll('pay-mount')]);
    expect(host.shown).to.deep.equal([original]);
    second.destroy();
  });

  it('holds two forms of one widget apart', () => {
    const hosts = nest({ mode: 'open' });
    const other = new Host();
    hosts[0]?.root.append(other.element);
    open();
    const second = new StripeForm(new FakeStripe().stripe, formOptions(other, new Heard()));
    expect(mounts()).to.have.length(2);
    expect(host.shown[0]).not.to.equal(other.shown[0]);
    second.destroy();
    expect(host.shown).to.deep.equal(mounts());
  });

  it('turns Enter into our submit, and keeps it from the form of the host', () => {
    const outer = document.createElement('form');
    const submitted: Event[] = [];
    outer.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted.push(event);
    });
    stage.append(outer);
    outer.append(host.element);
    open();
    // What Stripe's field does at Enter.
    fake.live[0]?.container?.closest('form')?.requestSubmit();
    expect(heard.counts.submit).to.equal(1);
    expect(submitted).to.deep.equal([]);
  });

  it('keeps its submit from a page that listens further up', () => {
    let heardAbove = 0;
    stage.addEventListener('submit', () => heardAbove++);
    stage.append(host.element);
    open();
    fake.live[0]?.container?.closest('form')?.requestSubmit();
    expect(heardAbove).to.equal(0);
    expect(heard.counts.submit).to.equal(1);
  });

  for (const direction of ['ltr', 'rtl'] as const)
    it(`lays each field over its cell (${direction})`, () => {
      stage.append(host.element);
      host.appearance = { ...look, direction };
      open();
      const { left, top } = host.element.getBoundingClientRect();
      const boxes = fake.live.map(({ container }) => container?.getBoundingClientRect());
      const at = boxes.map(
        (box) => box && { x: box.left - left, y: box.top - top, width: box.width, height: box.height },
      );
      const mirror = (x: number, width: number): number => (direction === 'ltr' ? x : 340 - x - width);
      expect(at).to.deep.equal([
        { x: mirror(12, 286), y: 24, width: 286, height: 24 },
        { x: mirror(12, 116), y: 80, width: 116, height: 24 },
        { x: mirror(182, 116), y: 80, width: 116, height: 24 },
      ]);
      expect(getComputedStyle(fake.live[0]?.container ?? document.body).direction).to.equal('ltr');
    });

  it('is not reached by rules of the page, and hidden with what hides it', () => {
    const rules = document.createElement('style');
    rules.textContent = `
      form, div, pay-mount { display: none !important; padding: 50px !important; float: left; color: red }
      form::before { content: 'x'; display: table }`;
    stage.append(host.element);
    open();
    const before = fake.live[1]?.container?.getBoundingClientRect().toJSON() as unknown;
    host.element.style.setProperty('display', 'block', 'important');
    host.element.style.setProperty('padding', '0', 'important');
    document.head.append(rules);
    expect(fake.live[1]?.container?.getBoundingClientRect().toJSON()).to.deep.equal(before);
    rules.remove();
    stage.style.visibility = 'hidden';
    expect(getComputedStyle(fake.live[1]?.container ?? stage).visibility).to.equal('hidden');
  });

  it('gives a field the focus when its cell is pressed beside it, unless the fields are locked', () => {
    stage.append(host.element);
    open();
    const cell = fake.live[1]?.container?.parentElement;
    const press = (): boolean | undefined =>
      cell?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
    expect(press()).to.equal(false);
    form?.setDisabled(true);
    press();
    expect(fake.live.map(({ focused }) => focused)).to.deep.equal([0, 1, 0]);
  });
});
