/** The body of Ollama's `GET /api/tags` for models of these names and families, each larger than the one before. */
export function ollamaTags(...models: readonly (readonly [name: string, family: string])[]): object {
  return {
    models: models.map(([name, family], place) => ({
      name,
      model: name,
      modified_at: '2026-11-02T09:12:41.031857+01:00',
      size: 2_019_393_189 + place * 1_000_000_000,
      digest: 'a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72',
      details: {
        parent_model: '',
        format: 'gguf',
        family,
        families: [family],
        parameter_size: '3.2B',
        quantization_level: 'Q4_K_M',
      },
    })),
  };
}
