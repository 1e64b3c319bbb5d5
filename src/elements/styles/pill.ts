/** The request in the bubble, and what it becomes when it is settled. */
import { css } from 'lit';

export const pill = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 2) calc(var(--_u) * 3);
  }
  .pill {
    max-inline-size: 100%;
    padding-inline: calc(var(--_u) * 6);
    border-radius: calc(var(--_control) / 2);
    overflow-wrap: anywhere;
  }
  .pill .amount {
    margin-inline-start: var(--_u);
    padding-inline-start: calc(var(--_u) * 3);
    border-inline-start: 1px solid color-mix(in oklab, currentColor 35%, transparent);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .done {
    padding-inline: calc(var(--_u) * 4) calc(var(--_u) * 5);
    color: var(--_muted);
  }
  .done .good {
    color: var(--_success);
  }
  .under {
    display: flex;
    gap: 6px;
    margin-block-start: calc(var(--_u) * 2);
  }
  .under svg {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
  }
  .hushed {
    visibility: hidden;
  }
  pay-receipt {
    margin-block-start: calc(var(--_u) * 4);
    padding-block-start: calc(var(--_u) * 5);
    border-block-start: 1px solid var(--_line);
  }
`;
