import type { CodeText } from '../assist/codeText';

/** Something that came along with a prompt. */
export type Attachment =
  | (CodeText & {
      readonly kind: 'text';
      /** Of a file: its path from the workspace's root. */
      readonly path: string | undefined;
    })
  | { readonly kind: 'image'; readonly source: string };
