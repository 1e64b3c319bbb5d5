/** The path of a browser that runs; throws a sentence that says what to do where there is none. */
export function browserPath(): Promise<string>;
/** Switches that every suite starts it with. */
export const browserArgs: string[];
