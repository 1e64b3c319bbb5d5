/** The form as a dialog: the only place with a shadow. */
import { css } from 'lit';

export const dialog = css`
  dialog {
    /* Above the page, and below the bank's window (2147483647), where it cannot be modal. */
    z-index: 2147483000;
    position: fixed;
    inset: 0;
    inline-size: 416px;
    max-inline-size: calc(100vw - var(--_u) * 4);
    max-block-size: calc(100dvh - var(--_u) * 4);
    margin: auto;
    padding: calc(var(--_u) * 6);
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: calc(var(--pay-radius, 12px) + 4px);
    background: var(--_surface);
    color: var(--_text);
    box-shadow:
      0 1px 2px rgb(0 0 0 / 0.06),
      0 16px 40px -8px rgb(0 0 0 / 0.18);
  }
  dialog:focus {
    outline: none;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.36);
  }
  dialog[open]:not(:modal) {
    box-shadow: 0 0 0 200vmax rgb(0 0 0 / 0.36);
  }
  @media (max-width: 480px) {
    dialog {
      padding: calc(var(--_u) * 4);
    }
  }
`;
