/** Finds where a JSON object ends whose text comes in pieces, without reading any of it twice. */
export class ObjectEnd {
  private depth = 0;
  private quoted = false;
  private escaped = false;
  /** Whether the object is whole. */
  ended = false;

  /** @returns how much of the piece belongs to the object: all of it until the object ends, and where it is none */
  read(piece: string): number {
    for (let at = 0; at < piece.length; at++) {
      if (this.escaped) this.escaped = false;
      else if (this.quoted) this.readQuoted(piece[at]);
      else if (this.readBare(piece[at])) return at + 1;
    }
    return piece.length;
  }

  private readQuoted(character: string | undefined): void {
    if (character === '\\') this.escaped = true;
    if (character === '"') this.quoted = false;
  }

  private readBare(character: string | undefined): boolean {
    if (character === '"') this.quoted = true;
    if (character === '{' || character === '[') this.depth++;
    if (character === '}' || character === ']') this.ended = --this.depth === 0;
    return this.ended;
  }
}
