export { settled } from './announce.js';
export { sessionFor } from './registry.js';
export { Changes, until } from './until.js';
export { useFormModule } from './given-form.js';
export type { PaymentSession } from './session.js';
export type { PayHost } from './hosts.js';
export { isLeft, stageOf, type PaymentState, type PaymentStatus } from './state.js';
export type {
  CardForm,
  CardInput,
  FieldAppearance,
  FieldName,
  FieldsKind,
  FieldState,
  FormModule,
  FormOptions,
  FormPlace,
  WalletOptions,
  WalletRow,
  WalletSheet,
} from './form.js';
