/**
 * The files that came along with any of a conversation's turns, whose answers may tell of them.
 *
 * @param turns paths are unknown of turns that an earlier version kept
 */
export function pathsOf(turns: readonly { readonly paths?: readonly string[] | undefined }[]): string[] {
  return turns.flatMap(({ paths = [] }) => paths);
}
