/** Something that came along with a prompt. */
export type Attachment =
  | {
      readonly kind: 'text';
      /** As a person would say it, for example "src/main.ts, lines 3 to 9". */
      readonly name: string;
      /** Of a file: its path from the workspace's root. */
      readonly path: string | undefined;
      /** '' where it is no code. */
      readonly languageId: string;
      readonly text: string;
      /** What compilers and linters say about it, a line each. */
      readonly problems: readonly string[];
    }
  | { readonly kind: 'image'; readonly source: string };
