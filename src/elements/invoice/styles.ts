/** The banner of an invoice: one line where there is room, and under it what is open. */
import { css } from 'lit';

export const invoice = css`
  .room {
    container-type: inline-size;
    /* In a host that hugs its content, where a size container would have no width at all. */
    contain-intrinsic-inline-size: 640px;
    inline-size: 100%;
  }
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 4) calc(var(--_u) * 6);
    padding: calc(var(--_u) * 5) calc(var(--_u) * 6);
    border: 1px solid var(--_line);
    border-radius: calc(var(--pay-radius, 12px) + 4px);
    background: var(--_surface);
  }
  .what {
    flex: 1 1 220px;
    min-inline-size: 0;
    border-radius: 2px;
  }
  .what:focus:not(:focus-visible) {
    outline: none;
  }
  .number {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 1) calc(var(--_u) * 2);
    font-weight: 600;
    line-height: 24px;
  }
  .number > bdi {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .due,
  .note {
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .digits {
    white-space: nowrap;
  }
  .late {
    color: var(--_danger);
    font-weight: 500;
  }
  .sum {
    font-size: 22px;
    font-weight: 600;
    line-height: 28px;
    letter-spacing: -0.012em;
    font-variant-numeric: tabular-nums;
  }
  .action {
    display: contents;
  }
  .ask {
    min-inline-size: 112px;
  }
  /* Pay Now and Cancel take turns: their place is as wide as both, and the amount beside it stays where it is. */
  .turns {
    display: inline-grid;
  }
  .turns > .button,
  .twin {
    grid-area: 1 / 1;
  }
  .twin {
    block-size: 0;
    overflow: hidden;
    padding-inline: calc(var(--_u) * 5 + 1px);
    font-weight: 600;
    visibility: hidden;
    white-space: nowrap;
  }
  .quiet {
    background: transparent;
    color: var(--_muted);
    font-weight: 500;
  }
  .quiet:hover {
    background: var(--_tint);
    color: var(--_text);
  }
  .quiet[aria-disabled='true'] {
    background: transparent;
    color: var(--_muted);
    opacity: 0.6;
  }
  .badge {
    --_tone: var(--_muted);
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 2px 8px;
    border-radius: var(--_round-mark);
    background: color-mix(in oklab, var(--_tone) 10%, var(--_surface));
    color: var(--_tone);
    font-size: 12px;
    font-weight: 500;
    line-height: 16px;
    white-space: nowrap;
  }
  .badge svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .badge.accent {
    --_tone: var(--_accent);
  }
  .badge.good {
    --_tone: var(--_success);
  }
  .badge.bad {
    --_tone: var(--_danger);
  }
  .more,
  .note,
  .banner > .problem {
    flex: 1 1 100%;
    min-inline-size: 0;
  }
  .more {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 6);
    align-items: start;
    padding-block-start: calc(var(--_u) * 5);
    border-block-start: 1px solid var(--_line);
    animation: appear var(--_calm);
  }
  .more.away,
  .away > .pane {
    display: contents;
  }
  .pane {
    min-inline-size: 0;
  }
  .more:not(.split) .pane {
    max-inline-size: 480px;
  }
  .pane pay-receipt {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .totals {
    display: grid;
    gap: calc(var(--_u) * 2);
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
  .totals dd {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .totals .total {
    padding-block-start: calc(var(--_u) * 3);
    border-block-start: 1px solid var(--_line);
    font-size: 15px;
    font-weight: 600;
    line-height: 22px;
  }
  .totals .total dt {
    color: inherit;
  }
  @container (min-width: 720px) {
    .split {
      grid-template-columns: minmax(0, 1fr) minmax(0, 416px);
      column-gap: calc(var(--_u) * 16);
    }
  }
  @container (max-width: 419px) {
    .banner {
      padding: calc(var(--_u) * 4);
    }
    .sum {
      flex: 1 1 auto;
    }
  }
  @media (forced-colors: active) {
    .badge {
      border: 1px solid CanvasText;
    }
  }
`;
