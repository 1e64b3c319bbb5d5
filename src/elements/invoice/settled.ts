const settled: ReadonlySet<string> = new Set(['paid', 'authorized', 'refunded']);

/** Whether money was taken or reserved: there is a receipt. `status` is a state's word. */
export function isSettled(status: string): boolean {
  return settled.has(status);
}
