/** The card form: one rounded control, hairlines inside it, and over its cells the slot of Stripe's fields. */
import { css } from 'lit';

export const card = css`
  .card {
    container-type: inline-size;
    /* In a bubble that hugs its content, where a size container would have no width at all. */
    contain-intrinsic-inline-size: 340px;
    inline-size: 100%;
    animation: appear var(--_calm);
  }
  .bare > :first-child,
  .bare > [role='alert']:first-child:not(.status) + *,
  .bare > [role='alert'] + .status:not(.notice) {
    margin-block-start: 0;
  }
  .control {
    position: relative;
    display: grid;
    grid-template-columns: 1fr 1fr;
    margin-block-start: calc(var(--_u) * 4);
    border: 1px solid var(--_edge);
    border-radius: var(--_round);
    background: var(--_surface);
  }
  .locked {
    background: var(--_tint);
  }
  .cell {
    position: relative;
    min-inline-size: 0;
    block-size: 56px;
    padding: 8px 12px 7px;
    cursor: text;
  }
  .locked .cell {
    cursor: default;
  }
  /* Stripe's Payment Element draws controls of its own; a bar stands where its first row will be, and room for about the rest. */
  .whole {
    display: block;
    border: 0;
    background: none;
  }
  .whole.waits {
    min-block-size: 240px;
  }
  .whole > .bar {
    position: absolute;
    inset: 0 0 auto;
    block-size: 56px;
    border-radius: var(--_round);
  }
  .control[hidden] {
    display: none;
  }
  .number {
    grid-area: 1 / 1 / 2 / 3;
  }
  .expiry,
  .cvc,
  .postal {
    padding-block-start: 7px;
    border-block-start: 1px solid var(--_line);
  }
  .expiry {
    grid-area: 2 / 1;
  }
  .cvc {
    grid-area: 2 / 2;
    padding-inline-start: 11px;
    border-inline-start: 1px solid var(--_line);
  }
  .postal {
    grid-area: 3 / 1 / 4 / 3;
  }
  .name {
    display: block;
    overflow: hidden;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 500;
    line-height: 16px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .number .name {
    margin-inline-end: 88px;
  }
  .cvc .name,
  .wrong .name {
    margin-inline-end: 28px;
  }
  .cell .bar {
    inline-size: 52px;
    max-inline-size: 100%;
    block-size: 8px;
    margin-block-start: 8px;
    border-radius: 4px;
  }
  .number .bar {
    inline-size: 148px;
  }
  .cell input {
    display: block;
    inline-size: 100%;
    block-size: 24px;
    margin: 0;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
    font: 400 15px/24px var(--_font);
  }
  .locked input {
    color: var(--_muted);
  }
  /* Beside the name: what is typed has the whole line below, and so has what Stripe's field shows at its end. */
  .cell > svg,
  .marks {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 12px;
    color: var(--_muted);
  }
  .marks {
    inset-block-start: 8px;
    display: flex;
    gap: var(--_u);
  }
  .marks .brand {
    inline-size: 24px;
    block-size: 16px;
  }
  /* The fields' home lies over the cells: their names and lines are ours, only what is typed is Stripe's. */
  .fields {
    grid-area: 1 / 1 / 3 / 3;
    position: relative;
    display: block;
    min-inline-size: 0;
  }
  /* Wears what Stripe's fields are told; its transitions tell when any of it changes. Never seen. */
  .probe {
    position: absolute;
    visibility: hidden;
    border: 0 solid var(--_muted);
    border-radius: var(--_round);
    outline-color: var(--_accent);
    background-color: var(--_surface);
    color: var(--_text);
    text-decoration-color: var(--_danger);
    transition:
      color 1ms,
      background-color 1ms,
      outline-color 1ms,
      border-color 1ms !important;
  }
  @supports (color: color(from red srgb r g b)) {
    .probe {
      border-color: color(from var(--_muted) srgb r g b);
      outline-color: color(from var(--_accent) srgb r g b);
      text-decoration-color: color(from var(--_danger) srgb r g b);
      background-color: color(from var(--_surface) srgb r g b);
      color: color(from var(--_text) srgb r g b);
    }
  }
  /* Focus and error belong to a cell; where it has the control's corners, so does its outline. */
  .cell::after {
    content: '';
    position: absolute;
    inset: -1px;
    border-radius: 2px;
    pointer-events: none;
  }
  .number::after {
    border-start-start-radius: var(--_round);
    border-start-end-radius: var(--_round);
  }
  .control:not(.long) .expiry::after,
  .postal::after {
    border-end-start-radius: var(--_round);
  }
  .control:not(.long) .cvc::after,
  .postal::after {
    border-end-end-radius: var(--_round);
  }
  .focus::after,
  .cell:focus-within::after {
    outline: 2px solid transparent;
    box-shadow:
      inset 0 0 0 2px var(--_accent),
      0 0 0 4px color-mix(in oklab, var(--_accent) 18%, transparent);
  }
  .wrong::after {
    box-shadow: inset 0 0 0 2px var(--_danger);
  }
  .wrong.focus::after,
  .wrong:focus-within::after {
    box-shadow:
      inset 0 0 0 2px var(--_danger),
      0 0 0 4px color-mix(in oklab, var(--_danger) 18%, transparent);
  }
  .wrong .name,
  .wrong > svg {
    color: var(--_danger);
  }
  .error > span {
    display: flex;
    gap: 6px;
    margin-block-start: calc(var(--_u) * 2);
    color: var(--_danger);
    font-size: 13px;
    line-height: 20px;
  }
  .error svg {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
  }
  /* Sentences that take turns share one place; those that are not shown keep their room. */
  .line {
    display: grid;
    margin-block-start: calc(var(--_u) * 3);
  }
  .line strong {
    color: var(--_text);
  }
  .line > * {
    grid-area: 1 / 1;
  }
  .line > [aria-hidden='true'] {
    visibility: hidden;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
    margin-block-start: calc(var(--_u) * 4);
  }
  .actions > :first-child,
  .actions > a {
    flex: 1 1 auto;
  }
  /* The page's fallback, as the way out. */
  .actions ::slotted(a) {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: var(--_control);
    inline-size: 100%;
    padding: calc(var(--_u) * 2) calc(var(--_u) * 5);
    border: 1px solid var(--_soft);
    border-radius: var(--_round);
    color: var(--_text);
    font: 500 15px/20px var(--_font);
    text-align: center;
    text-decoration: none;
  }
  .actions ::slotted(a:hover) {
    background: var(--_tint);
  }
  .actions ::slotted(a:focus-visible) {
    outline: 2px solid transparent;
    outline-offset: 2px;
    box-shadow: var(--_ring);
  }
  .spinner {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    border: 2px solid color-mix(in oklab, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
    animation:
      turn 0.9s linear infinite,
      appear 1ms 300ms backwards;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  /* A narrow bubble: the marks go, the words stay. */
  @container (max-width: 279px) {
    .marks,
    .cvc > svg:not(.alert) {
      display: none;
    }
    .cell:not(.wrong) .name {
      margin: 0;
    }
  }
  @media (forced-colors: active) {
    .control {
      border-color: ButtonBorder;
    }
    .wrong::after {
      outline: 2px solid CanvasText;
      outline-offset: -2px;
    }
    .focus::after,
    .cell:focus-within::after {
      outline-color: Highlight;
    }
  }
`;
