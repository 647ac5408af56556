/**
 * The numbers in an ONNX file, by name: a reader of as much of Protocol Buffers as that takes, for a file that we ship.
 * Source: onnx/onnx.proto, ModelProto; protobuf.dev, "Encoding".
 */

type Field = { readonly number: number; readonly bytes: Uint8Array };

/** Field numbers. */
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const GRAPH_NODE = 1;
const NODE_OUTPUT = 2;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE_TENSOR = 5;
const TENSOR_NAME = 8;
const TENSOR_RAW = 9;

/** Every tensor of the model that has bytes: initializers by their names, constants by what they are the output of. */
export function tensorsOf(model: Uint8Array): ReadonlyMap<string, Float32Array> {
  const graph = only(fieldsOf(model), MODEL_GRAPH) ?? new Uint8Array(0);
  const tensors = new Map<string, Float32Array>();
  const put = (bytes: Uint8Array, name: string | null): void => {
    const fields = fieldsOf(bytes);
    const raw = only(fields, TENSOR_RAW);
    const known = name ?? textOf(only(fields, TENSOR_NAME));
    if (raw !== null && raw.byteLength % 4 === 0) tensors.set(known, new Float32Array(new Uint8Array(raw).buffer));
  };
  for (const { number, bytes } of fieldsOf(graph)) {
    if (number === GRAPH_INITIALIZER) put(bytes, null);
    if (number !== GRAPH_NODE) continue;
    const node = fieldsOf(bytes);
    for (const attribute of node.filter((each) => each.number === NODE_ATTRIBUTE)) {
      const tensor = only(fieldsOf(attribute.bytes), ATTRIBUTE_TENSOR);
      if (tensor !== null) put(tensor, textOf(only(node, NODE_OUTPUT)));
    }
  }
  return tensors;
}

function only(fields: readonly Field[], number: number): Uint8Array | null {
  return fields.find((field) => field.number === number)?.bytes ?? null;
}

function textOf(bytes: Uint8Array | null): string {
  return new TextDecoder().decode(bytes ?? new Uint8Array(0));
}

/** The fields of a message that have bytes; numbers are passed over. */
function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      fields.push({ number, bytes: message.subarray(at, at + length) });
      at += length;
    } else throw new Error(`The model has a field of wire type ${wire}, which is none.`);
  }
  return fields;
}
