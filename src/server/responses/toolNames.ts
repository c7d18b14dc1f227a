/** What a client calls one of its tools. */
export interface ToolName {
  readonly kind: 'function' | 'custom';
  readonly name: string;
  /** Of tools that come in groups, as Codex sends those of MCP servers. */
  readonly namespace?: string;
}

/** The names by which models know a client's tools. */
export class ToolNames {
  private readonly names = new Map<string, ToolName>();

  add(tool: ToolName): string {
    const { name, namespace } = tool;
    const known = namespace === undefined ? name : `${namespace.replace(/_+$/, '')}__${name}`;
    this.names.set(known, tool);
    return known;
  }

  /** @param known as a model says it */
  find(known: string): ToolName {
    return this.names.get(known) ?? { kind: 'function', name: known };
  }
}
