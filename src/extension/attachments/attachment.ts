/** Something that came along with a prompt. */
export type Attachment = TextAttachment | ImageAttachment;

interface Attached {
  /** The files it is from, by their paths from the workspace's root. */
  readonly paths: readonly string[];
}

interface ImageAttachment extends Attached {
  readonly kind: 'image';
  /** A data URL. */
  readonly source: string;
}

export interface TextAttachment extends Attached {
  readonly kind: 'text';
  /** As a person would say it, for example "src/main.ts, lines 3 to 9". */
  readonly name: string;
  /** '' where it is no code. */
  readonly languageId: string;
  readonly text: string;
  /** What compilers and linters say about it, a line each. */
  readonly problems: readonly string[];
}
