/** The time as statements read it: the database's own, or a clock's, always in whole ms. */
export interface SqlTime {
  /** The value of the parameter that `sql` reads. */
  param(): string | null;
  /** The expression; `placeholder` is where `param()` was put. */
  sql(placeholder: string): string;
}

/** The database's time; the clock's if there is one. */
export function sqlTime(clock: (() => Date) | undefined): SqlTime {
  return {
    param: () => clock?.().toISOString() ?? null,
    sql: (placeholder) => `coalesce(${placeholder}::timestamptz, date_trunc('milliseconds', clock_timestamp()))`,
  };
}
