import { messageOf, TurnoutError, worded } from '../errors';
import { unpackBytes, unpackFloats } from './packedFloats';

/** One router's weights file while it is being read; every method throws a message that names what is wrong. */
export interface WeightsReader {
  number(name: string): number;
  text(name: string): string;
  /** At least one whole number, each from 0 to `below` − 1. */
  indices(name: string, below: number): readonly number[];
  list(name: string): readonly unknown[];
  object(name: string): WeightsReader;
  /** A packed matrix of `count` finite numbers. */
  floats(name: string, count: number): Float32Array;
  /** A packed matrix of finite numbers with at least one row. */
  rows(name: string, columns: number): Float32Array;
  /** Packed signed bytes. */
  bytes(name: string): Int8Array;
  numbers(name: string): readonly number[];
  fail(problem: string): never;
}

/**
 * @param file how messages call it, such as `mf.json`
 * @throws TurnoutError `weights-damaged` unless it is a JSON object
 */
export function readWeights(json: unknown, file: string): WeightsReader {
  const fail = (problem: string): never => {
    throw new TurnoutError(
      'weights-damaged',
      worded(
        '{0}: {1}. Install Turnout again, or rebuild models/ as training/README.md says.',
        file,
        problem,
      ),
    );
  };
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return fail('a JSON object is needed');
  const fields = json as Readonly<Record<string, unknown>>;

  const number = (name: string): number => {
    const value = fields[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : fail(`"${name}" must be a number`);
  };
  const list = (name: string): readonly unknown[] => {
    const value = fields[name];
    return Array.isArray(value) ? value : fail(`"${name}" must be a list`);
  };
  const numbers = (name: string): readonly number[] => {
    const values = list(name);
    const isNumber = (value: unknown): value is number => Number.isFinite(value);
    return values.every(isNumber) ? values : fail(`"${name}" must hold numbers only`);
  };
  const unpack = <T>(name: string, read: (packed: string) => T): T => {
    const packed = fields[name];
    if (typeof packed !== 'string') return fail(`"${name}" must be base64 text`);
    try {
      return read(packed);
    } catch (error) {
      return fail(`"${name}": ${messageOf(error)}`);
    }
  };
  const requireFinite = (name: string, floats: Float32Array): Float32Array =>
    floats.every(Number.isFinite) ? floats : fail(`"${name}" holds a number that is not finite`);
  return {
    fail,
    number,
    text: (name) => {
      const value = fields[name];
      return typeof value === 'string' ? value : fail(`"${name}" must be a text`);
    },
    list,
    indices: (name, below) => {
      const values = numbers(name);
      const fit = values.every((value) => Number.isInteger(value) && value >= 0 && value < below);
      return fit && values.length > 0 ? values : fail(`"${name}" must list whole numbers below ${below}`);
    },
    object: (name) => readWeights(fields[name], `${file}: ${name}`),
    floats: (name, count) => {
      const floats = unpack(name, unpackFloats);
      if (floats.length !== count) return fail(`"${name}" holds ${floats.length} numbers, not ${count}`);
      return requireFinite(name, floats);
    },
    rows: (name, columns) => {
      const floats = unpack(name, unpackFloats);
      const isWhole = floats.length > 0 && floats.length % columns === 0;
      if (!isWhole) return fail(`"${name}" holds ${floats.length} numbers, which are no rows of ${columns}`);
      return requireFinite(name, floats);
    },
    bytes: (name) => unpack(name, unpackBytes),
    numbers,
  };
}
