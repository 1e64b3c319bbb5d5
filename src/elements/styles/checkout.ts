/** The checkout: summary and pane, side by side where there is room; and what it adds to the card form. */
import { css } from 'lit';

export const checkout = css`
  .room {
    container-type: inline-size;
    /* In a host that hugs its content, where a size container would have no width at all. */
    contain-intrinsic-inline-size: 340px;
    inline-size: 100%;
  }
  .checkout {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: stretch;
    gap: calc(var(--_u) * 6);
  }
  .plain {
    gap: calc(var(--_u) * 4);
  }
  .pane {
    display: grid;
    align-content: start;
    gap: calc(var(--_u) * 5);
    min-inline-size: 0;
  }
  .lined .pane {
    padding-block-start: calc(var(--_u) * 6);
    border-block-start: 1px solid var(--_line);
  }
  /* One column: the receipt says it all again, in the same place. */
  .ended .summary {
    display: none;
  }
  .ended .pane {
    padding-block-start: 0;
    border-block-start: 0;
  }
  .ask {
    inline-size: 100%;
  }
  h2,
  .merchant,
  .outcome {
    margin: 0;
    font-size: 15px;
    font-weight: 600;
    line-height: 22px;
  }
  .merchant,
  .outcome {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .merchant {
    margin-block-end: calc(var(--_u) * 6);
  }
  .initial {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: calc(var(--pay-radius, 12px) * 0.6667);
    background: var(--_text);
    color: var(--_surface);
    font-size: 13px;
  }
  .outcome {
    border-radius: 2px;
  }
  .head + .text {
    margin-block-start: calc(var(--_u) * -2);
  }
  .outcome:focus:not(:focus-visible) {
    outline: none;
  }
  .seal {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_muted) 12%, var(--_surface));
    color: var(--_muted);
  }
  .seal.sure {
    background: color-mix(in oklab, var(--_success) 12%, var(--_surface));
    color: var(--_success);
  }
  .summary .amount {
    margin-block-start: 2px;
  }
  .plain .summary .amount,
  .plain pay-receipt::part(amount) {
    font-size: 44px;
    line-height: 52px;
  }
  .summary .amount + .text {
    margin-block-start: var(--_u);
  }
  .items {
    display: grid;
    gap: calc(var(--_u) * 4);
    margin: calc(var(--_u) * 7) 0 calc(var(--_u) * 6);
    padding: 0;
    list-style: none;
  }
  .items > li {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_u) * 4);
    font-size: 13px;
    line-height: 20px;
  }
  .items div {
    min-inline-size: 0;
  }
  .good {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .more {
    color: var(--_muted);
  }
  .figure,
  .totals dd,
  .more {
    font-variant-numeric: tabular-nums;
  }
  .figure,
  .totals dd {
    white-space: nowrap;
  }
  .totals {
    display: grid;
    gap: calc(var(--_u) * 2);
    padding-block-start: calc(var(--_u) * 4);
    border-block-start: 1px solid var(--_line);
    font-size: 13px;
    line-height: 20px;
  }
  .totals > div {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_u) * 4);
  }
  .totals dt {
    min-inline-size: 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .totals .total {
    padding-block-start: calc(var(--_u) * 3);
    border-block-start: 1px solid var(--_line);
    font-size: 15px;
    font-weight: 600;
    line-height: 22px;
  }
  .totals .total:first-child {
    padding-block-start: 0;
    border-block-start: 0;
  }
  .total dt {
    color: inherit;
  }
  @container (min-width: 640px) {
    .lined {
      grid-template-columns: minmax(0, 4fr) minmax(0, 5fr);
      gap: 0;
      border: 1px solid var(--_line);
      border-radius: calc(var(--pay-radius, 12px) + 8px);
      background: var(--_surface);
    }
    .lined > * {
      padding: calc(var(--_u) * 8);
    }
    .lined .pane {
      padding-block-start: calc(var(--_u) * 8);
      border: 0;
    }
    .lined .summary {
      display: block;
      border-start-start-radius: calc(var(--pay-radius, 12px) + 7px);
      border-end-start-radius: calc(var(--pay-radius, 12px) + 7px);
      border-inline-end: 1px solid var(--_line);
      background: var(--_tint);
      /* Where it is dark, what lies behind is darker. */
      background: light-dark(var(--_tint), color-mix(in oklab, var(--_surface), #000 25%));
    }
    /* They stand beside it. */
    .lined pay-receipt {
      --_bought: none;
    }
  }
  @container (min-width: 640px) and (max-width: 719px) {
    .lined > *,
    .lined .pane {
      padding: calc(var(--_u) * 6);
    }
  }
  @media (forced-colors: active) {
    .initial,
    .seal {
      border: 1px solid CanvasText;
    }
  }
`;

/** Goes into the card element's tree: see `CardOuter`. */
export const additions = css`
  .before {
    position: relative;
    display: grid;
    gap: calc(var(--_u) * 4);
    margin-block-start: calc(var(--_u) * 4);
  }
  .bare > div:first-child > .before,
  .before .control {
    margin-block-start: 0;
  }
  .bare > div:empty:first-child + * {
    margin-block-start: 0;
  }
  .express {
    display: grid;
    gap: calc(var(--_u) * 5);
    margin-block-end: var(--_u);
  }
  .express.none {
    position: absolute;
    inline-size: 100%;
    block-size: 0;
    margin: 0;
    overflow: clip;
    visibility: hidden;
  }
  .wallets {
    display: block;
    min-inline-size: 0;
  }
  .or {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .or::before,
  .or::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .sole {
    grid-area: 1 / 1 / 2 / 3;
  }
  .sole::after {
    border-radius: var(--_round);
  }
  .optional {
    font-weight: 400;
  }
`;
