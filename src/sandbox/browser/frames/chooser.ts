import type { MethodType } from './methods.js';

/** A method as the payer can choose it. */
interface Choice {
  type: MethodType;
  label: string;
  panel: HTMLElement;
}

/** The choice between methods: tabs above one panel, or an accordion; nothing but the panel where there is no choice. */
export class Chooser {
  readonly element = document.createElement('div');
  readonly #buttons = new Map<MethodType, { button: HTMLButtonElement; panel: HTMLElement }>();
  readonly #tabs: boolean;

  /** `choose` runs when the payer asks for a method. */
  constructor(choices: readonly Choice[], layout: 'tabs' | 'accordion', choose: (type: MethodType) => void) {
    this.#tabs = layout === 'tabs';
    this.element.className = layout;
    const list = document.createElement('div');
    for (const { type, label, panel } of choices) {
      const button = document.createElement('button');
      button.type = 'button';
      button.id = `${type}-${this.#tabs ? 'tab' : 'item'}`;
      button.textContent = label;
      button.value = type;
      button.addEventListener('click', () => choose(type));
      panel.id = `${type}-panel`;
      panel.classList.add('panel');
      this.#buttons.set(type, { button, panel });
      if (choices.length === 1) this.element.append(panel);
      else if (this.#tabs) this.#asTab(list, button, panel);
      else this.#asItem(button, panel);
    }
    if (!this.#tabs || choices.length === 1) return;
    list.className = 'tablist';
    list.setAttribute('role', 'tablist');
    list.addEventListener('keydown', (event) => this.#move(event));
    this.element.prepend(list);
  }

  /** Shows one method as chosen; none of them while all are folded up. */
  show(chosen: MethodType | null): void {
    for (const [type, { button, panel }] of this.#buttons) {
      const on = type === chosen;
      panel.hidden = !on;
      button.setAttribute(this.#tabs ? 'aria-selected' : 'aria-expanded', String(on));
      if (this.#tabs) button.tabIndex = on ? 0 : -1;
      button.classList.toggle(this.#tabs ? 'Tab--selected' : 'AccordionItem--selected', on);
    }
  }

  focus(type: MethodType): void {
    this.#buttons.get(type)?.button.focus();
  }

  setDisabled(on: boolean): void {
    for (const { button } of this.#buttons.values()) button.disabled = on;
  }

  #asTab(list: HTMLElement, button: HTMLButtonElement, panel: HTMLElement): void {
    button.className = 'Tab';
    button.setAttribute('role', 'tab');
    button.setAttribute('aria-controls', panel.id);
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', button.id);
    list.append(button);
    this.element.append(panel);
  }

  #asItem(button: HTMLButtonElement, panel: HTMLElement): void {
    const item = document.createElement('div');
    button.className = 'AccordionItem';
    button.setAttribute('aria-controls', panel.id);
    panel.setAttribute('role', 'region');
    panel.setAttribute('aria-labelledby', button.id);
    item.append(button, panel);
    this.element.append(item);
  }

  /** Arrow keys go from tab to tab, as they do in every tab list. */
  #move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const mirrored = getComputedStyle(this.element).direction === 'rtl' && /Left|Right/.test(event.key);
    const all = [...this.#buttons.values()].map(({ button }) => button);
    const at = all.findIndex((button) => button === event.target);
    const next = all[(at + (mirrored ? -step : step) + all.length) % all.length];
    next?.click();
    next?.focus();
  }
}
