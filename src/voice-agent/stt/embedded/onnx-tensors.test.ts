import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensorsOf } from './onnx-tensors.ts';

/** A field with bytes: its number and wire type 2, its length, the bytes. */
const field = (number: number, bytes: readonly number[]): number[] => {
  const { length } = bytes;
  return [number * 8 + 2, ...(length < 128 ? [length] : [(length % 128) + 128, Math.floor(length / 128)]), ...bytes];
};
const text = (value: string): number[] => [...Buffer.from(value)];
const floats = (...values: readonly number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];

/** TensorProto: a name (8) and raw bytes (9), after its shape (1), which is a number and passed over. */
const tensor = (name: string, ...values: readonly number[]): number[] => [
  8,
  values.length,
  ...field(8, text(name)),
  ...field(9, floats(...values)),
];
const model = (...graph: readonly (readonly number[])[]): Uint8Array => Uint8Array.from(field(7, graph.flat()));

test('initializers are found by their names, long ones too', () => {
  const long = Array.from({ length: 50 }, (_, place) => place / 2);
  const found = tensorsOf(model(field(5, tensor('a', 1, -2.5)), field(5, tensor('b', ...long))));
  assert.deepEqual(found.get('a'), Float32Array.of(1, -2.5));
  assert.deepEqual(found.get('b'), Float32Array.from(long));
});

test('a constant goes by the name of what it is the output of', () => {
  const node = [...field(2, text('out')), ...field(4, text('Constant')), ...field(5, field(5, tensor('', 7)))];
  assert.deepEqual(tensorsOf(model(field(1, node))), new Map([['out', Float32Array.of(7)]]));
});

test('numbers of all widths are passed over; a model without a graph has none', () => {
  const others = [8 * 1, 130, 1, 8 * 2 + 1, ...Array.from({ length: 8 }, () => 0), 8 * 3 + 5, 0, 0, 0, 0];
  assert.equal(tensorsOf(Uint8Array.from([...others, ...model(field(5, tensor('a', 1)))])).size, 1);
  assert.equal(tensorsOf(new Uint8Array(0)).size, 0);
  assert.throws(() => tensorsOf(Uint8Array.of(8 * 1 + 3)), /wire type 3/);
});
