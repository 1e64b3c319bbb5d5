/** What the agent does under the line: the link, who it is sent to, and that it is waited for. */
import { css } from 'lit';

export const agentStyles = css`
  .form {
    display: grid;
    align-content: start;
    gap: calc(var(--_u) * 4);
    min-inline-size: 0;
  }
  .field {
    display: grid;
    gap: 6px;
    min-inline-size: 0;
  }
  .field label {
    font-size: 13px;
    font-weight: 500;
    line-height: 20px;
  }
  .with {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
    min-inline-size: 0;
  }
  .input {
    flex: 1 1 180px;
    min-inline-size: 0;
    min-block-size: var(--_control);
    margin: 0;
    padding: 0 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_round);
    outline: 0;
    background: var(--_surface);
    color: inherit;
    font: 400 15px/22px var(--_font);
  }
  .input.address {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
    font-size: 13px;
  }
  .input:focus {
    border-color: var(--_accent);
    outline: 2px solid transparent;
    box-shadow:
      0 0 0 1px var(--_accent),
      0 0 0 4px color-mix(in oklab, var(--_accent) 18%, var(--_surface));
  }
  .input.wrong {
    border-color: var(--_danger);
    box-shadow: 0 0 0 1px var(--_danger);
  }
  .input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .with .button {
    flex: 0 1 auto;
    min-inline-size: 140px;
  }
  .live {
    display: flex;
    gap: 8px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .live::before {
    content: '';
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    margin: 6px 3px;
    border-radius: 50%;
    background: var(--_accent);
    box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent) 20%, var(--_surface));
  }
  .spinner {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    border: 2px solid color-mix(in oklab, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
    animation: turn 900ms linear infinite;
  }
  .second[aria-busy='true'] {
    background: transparent;
    color: var(--_muted);
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @container (min-width: 560px) {
    .handed {
      grid-template-columns: minmax(0, 1fr) auto;
    }
  }
  @media (forced-colors: active) {
    .live::before {
      background: CanvasText;
    }
  }
`;
