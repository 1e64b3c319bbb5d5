import { expect } from '@open-wc/testing';
import { withFreeFrames } from '../../../src/stripe/frames.js';

/** Lets observers and what they do be over. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
};

describe("the bank's frame in a host's page", () => {
  const over: (() => void)[] = [];
  let panel: HTMLElement;
  let inside: HTMLButtonElement;

  /** As Stripe.js does: at the end of the body, with the focus in it. */
  const show = async (): Promise<HTMLIFrameElement> => {
    const box = document.createElement('div');
    const frame = document.createElement('iframe');
    frame.srcdoc = '<button>Complete authentication</button>';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    box.append(frame);
    document.body.append(box);
    over.push(() => box.remove());
    await loaded;
    frame.focus();
    await settle();
    return frame;
  };
  const listen = (type: string, listener: (event: FocusEvent) => void, capture: boolean): void => {
    const heard = (event: Event): void => {
      if (event instanceof FocusEvent) listener(event);
    };
    document.addEventListener(type, heard, capture);
    over.push(() => document.removeEventListener(type, heard, capture));
  };
  /** Calls the host's code for each change in the body. */
  const observe = (tell: (node: Element) => void): void => {
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node instanceof Element && node !== panel) tell(node);
    });
    observer.observe(document.body, { childList: true });
    over.push(() => observer.disconnect());
  };

  beforeEach(() => {
    panel = document.createElement('div');
    inside = document.createElement('button');
    panel.append(inside);
    document.body.append(panel);
    inside.focus();
  });
  afterEach(() => {
    for (const end of over.splice(0)) end();
    panel.remove();
  });

  const back = (event: FocusEvent): void => {
    if (event.target instanceof Node && !panel.contains(event.target)) inside.focus();
  };
  for (const [name, trap] of [
    ['focusin', () => listen('focusin', back, false)],
    ['focusin in the capture phase', () => listen('focusin', back, true)],
    ['focus in the capture phase', () => listen('focus', back, true)],
  ] as const)
    it(`keeps the focus where a trap listens for ${name}, which works again afterwards`, async () => {
      trap();
      let frame: HTMLIFrameElement | null = null;
      await withFreeFrames(async () => {
        frame = await show();
        expect(document.activeElement).to.equal(frame);
        frame.parentElement?.remove();
      });
      await show();
      expect(document.activeElement).to.equal(inside);
    });

  it('takes and gives back the focus unheard', async () => {
    const heard: string[] = [];
    for (const type of ['focusin', 'focusout', 'focus', 'blur'])
      for (const capture of [true, false]) listen(type, () => heard.push(type), capture);
    await withFreeFrames(async () => {
      const frame = await show();
      frame.blur();
      await settle();
      inside.focus();
      await settle();
      expect(heard).to.deep.equal([]);
    });
  });

  it('is not made inert, nor hidden from a screen reader, by what bars all that is not the dialog', async () => {
    observe((node) => {
      node.toggleAttribute('inert', true);
      node.setAttribute('aria-hidden', 'true');
    });
    await withFreeFrames(async () => {
      const frame = await show();
      expect(frame.closest('[inert], [aria-hidden]')).to.equal(null);
      expect(document.activeElement).to.equal(frame);
    });
  });

  it('can be reached in a body that is inert, which is inert again afterwards', async () => {
    document.body.inert = true;
    over.push(() => document.body.toggleAttribute('inert', false));
    await withFreeFrames(async () => {
      await show();
      expect(document.body.inert).to.equal(false);
    });
    expect(document.body.inert).to.equal(true);
  });

  it('leaves what bars the payer from the rest of the page as it is', async () => {
    panel.inert = true;
    await withFreeFrames(async () => {
      await show();
      expect(panel.inert).to.equal(true);
    });
  });

  it('gives in to a page that bars it again each time', async () => {
    let times = 0;
    const zealot = new MutationObserver((records) => {
      for (const { target } of records)
        if (target instanceof Element && !target.hasAttribute('inert') && ++times < 1_000)
          target.toggleAttribute('inert', true);
    });
    observe((node) => {
      zealot.observe(node, { attributes: true, attributeFilter: ['inert'] });
      node.toggleAttribute('inert', true);
    });
    over.push(() => zealot.disconnect());
    await withFreeFrames(async () => {
      const frame = await show();
      expect(frame.parentElement?.hasAttribute('inert')).to.equal(true);
    });
    expect(times).to.be.lessThan(100);
  });

  it('keeps no event from the page where there is no new frame', async () => {
    let heard = 0;
    listen('focusin', () => heard++, false);
    await withFreeFrames(async () => {
      inside.blur();
      inside.focus();
      await settle();
    });
    expect(heard).to.equal(1);
  });
});
