import type { Benchmark } from '../benchmark';
import { intercodeSql, livecodebench, zeroevalCrux } from './codeSets';
import { gsm8k } from './gsm8k';
import { mmlu } from './mmlu';
import { mtBench } from './mtBench';

/** Every benchmark there is. Adding one takes a file in this folder and a line here. */
export const benchmarks: readonly Benchmark[] = [
  mmlu,
  gsm8k,
  mtBench,
  livecodebench,
  zeroevalCrux,
  intercodeSql,
];
