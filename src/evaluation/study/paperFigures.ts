/** What the paper reports of a router on one benchmark, with the better of its training data (tables 1 to 3). */
export interface PaperRow {
  readonly router: string;
  /** In per cent of calls. */
  readonly cpt50: number;
  readonly cpt80: number;
  readonly apgr: number;
}

/** By benchmark: Ong et al. 2024, arXiv 2406.18665 v4. Its routers were trained on other data than ours. */
export const paperRows: Readonly<Record<string, readonly PaperRow[]>> = {
  'mt-bench': [
    { router: 'random', cpt50: 49.03, cpt80: 78.08, apgr: 0.5 },
    { router: 'SW ranking', cpt50: 23.21, cpt80: 36.04, apgr: 0.759 },
    { router: 'matrix factorisation', cpt50: 13.4, cpt80: 31.31, apgr: 0.802 },
    { router: 'BERT', cpt50: 19.58, cpt80: 34.02, apgr: 0.751 },
    { router: 'causal LLM (8B)', cpt50: 31.5, cpt80: 48.75, apgr: 0.679 },
  ],
  mmlu: [
    { router: 'random', cpt50: 50.07, cpt80: 79.93, apgr: 0.5 },
    { router: 'SW ranking', cpt50: 35.4, cpt80: 71.55, apgr: 0.603 },
    { router: 'matrix factorisation', cpt50: 35.46, cpt80: 71.4, apgr: 0.597 },
    { router: 'BERT', cpt50: 41.3, cpt80: 72.2, apgr: 0.572 },
    { router: 'causal LLM (8B)', cpt50: 35.49, cpt80: 70.31, apgr: 0.6 },
  ],
  gsm8k: [
    { router: 'random', cpt50: 50, cpt80: 80.08, apgr: 0.497 },
    { router: 'SW ranking', cpt50: 41.21, cpt80: 72.2, apgr: 0.568 },
    { router: 'matrix factorisation', cpt50: 38.82, cpt80: 72.62, apgr: 0.565 },
    { router: 'BERT', cpt50: 44.76, cpt80: 79.09, apgr: 0.531 },
    { router: 'causal LLM (8B)', cpt50: 33.64, cpt80: 63.26, apgr: 0.622 },
  ],
};

/** Questions of each benchmark before any are left out. */
export const benchmarkSizes: Readonly<Record<string, number>> = {
  'mt-bench': 80,
  mmlu: 14_042,
  gsm8k: 1_319,
};

/** Best APGR without either augmentation. */
export const paperBaseApgr: Readonly<Record<string, { readonly router: string; readonly apgr: number }>> = {
  'mt-bench': { router: 'SW ranking', apgr: 0.61 },
  mmlu: { router: 'matrix factorisation', apgr: 0.524 },
  gsm8k: { router: 'SW ranking', apgr: 0.475 },
};

/** Best APGR on MT-Bench for pairs that the routers were not trained for (table 4). */
export const paperOtherPairs = [
  { pair: 'Claude 3 Opus / Claude 3 Sonnet', apgr: 0.772 },
  { pair: 'Llama 3.1 70B / Llama 3.1 8B', apgr: 0.767 },
] as const;

/** Dataset–benchmark similarity without and with augmentation (table 5). */
export const paperSimilarity: Readonly<
  Record<string, { readonly base: number; readonly augmented: number }>
> = {
  'mt-bench': { base: 0.6078, augmented: 0.6525 },
  mmlu: { base: 0.4823, augmented: 0.5678 },
  gsm8k: { base: 0.4926, augmented: 0.5335 },
};

/** Random's CPT ÷ the best router's, at 50 % and 80 % of the gap (table 6). */
export const paperSavings: Readonly<Record<string, { readonly half: number; readonly most: number }>> = {
  'mt-bench': { half: 3.66, most: 2.49 },
  mmlu: { half: 1.41, most: 1.14 },
  gsm8k: { half: 1.49, most: 1.27 },
};

/** Table 7; all but SW ranking on a cloud's L4 GPU. */
export const paperOverhead = [
  { router: 'SW ranking (CPU)', requestsPerSecond: 2.9, costPerMillion: 39.26 },
  { router: 'matrix factorisation (GPU)', requestsPerSecond: 155.16, costPerMillion: 3.32 },
  { router: 'BERT (GPU)', requestsPerSecond: 69.62, costPerMillion: 3.19 },
  { router: 'causal LLM, 8B (GPU)', requestsPerSecond: 42.46, costPerMillion: 5.23 },
] as const;

/** Appendix E: a commercial router's mean mark on MT-Bench, its share of strong calls, and what RouteLLM needed for it. */
export const paperCommercial: Readonly<
  Record<string, { readonly mark: number; readonly share: string; readonly routellmShare: string }>
> = {
  unify: { mark: 8.758, share: '45.6 %', routellmShare: '25.4 %' },
  martian: { mark: 8.3125, share: 'about 50 %', routellmShare: '29.7 %' },
};
