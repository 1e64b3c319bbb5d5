/** What can be wrong with a field: the codes of Stripe's `validation_error`, and two of ours for what is no test number. */
export type FieldCode =
  | 'incomplete_number'
  | 'invalid_number'
  | 'test_number_only'
  | 'incomplete_expiry'
  | 'invalid_expiry_month'
  | 'invalid_expiry_year'
  | 'invalid_expiry_month_past'
  | 'invalid_expiry_year_past'
  | 'incomplete_cvc'
  | 'incomplete_zip'
  | 'incomplete_name'
  | 'incomplete_email'
  | 'incomplete_iban'
  | 'invalid_iban'
  | 'test_iban_only'
  | 'incomplete_routing_number'
  | 'invalid_routing_number'
  | 'incomplete_account_number'
  | 'invalid_account_number';

/** Whether a text is all there and, if it can be known before the payer has finished, what is wrong with it. */
export interface Check {
  complete: boolean;
  error: FieldCode | null;
}
