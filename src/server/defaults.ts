/** RouteLLM's. */
export const defaultPort = 6060;

/** Several of the longest prompts that models take, in bytes. */
export const defaultBodyLimit = 32 * 1024 * 1024;
