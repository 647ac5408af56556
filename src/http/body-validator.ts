/**
 * Holds a body to its schema and says what is wrong with it, field by field. Nothing is coerced, removed or filled in.
 */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Violation } from './surface.ts';

/** What is wrong with a body; empty when nothing is. */
export type BodyValidator = (body: unknown) => readonly Violation[];

/** A fault as TypeBox reports it. */
type Fault = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
};

/** Longer pointers are cut: their text comes from the request. */
const MAX_POINTER = 200;

/** Makes the judge; the schema is compiled when it is first needed. */
export function createBodyValidator(schema: TSchema): BodyValidator {
  let compiled: ReturnType<typeof Compile> | null = null;
  return (body) => {
    compiled ??= Compile(schema);
    if (compiled.Check(body)) return [];
    const faults = compiled.Errors(body) as readonly Fault[];
    const violations = faults.filter((fault) => tells(fault, faults)).flatMap(violationsOf);
    // Only this many faults are reported; that none of them told anything must not let the body pass.
    return violations.length > 0 ? violations : [violation('', 'is not as it should be')];
  };
}

/**
 * Whether the fault says something that no other one says better: a union adds nothing to what is wrong with its parts.
 */
function tells(fault: Fault, all: readonly Fault[]): boolean {
  if (fault.keyword === 'additionalProperties') return false; // Each of them is told by the false schema that it meets.
  const isVague =
    fault.keyword === 'anyOf' || (fault.keyword === 'type' && 'type' in fault.params && fault.params.type === 'null');
  const isWithin = (other: Fault): boolean =>
    other.instancePath === fault.instancePath || other.instancePath.startsWith(`${fault.instancePath}/`);
  return !isVague || !all.some((other) => other !== fault && other.keyword !== 'anyOf' && isWithin(other));
}

function violationsOf({ keyword, instancePath, message, params }: Fault): Violation[] {
  const each = (names: unknown, detail: string): Violation[] =>
    (names as readonly string[]).map((name) => violation(`${instancePath}/${escaped(name)}`, detail));
  if (keyword === 'required' && 'requiredProperties' in params) return each(params.requiredProperties, 'is required');
  if (keyword === 'boolean') return [violation(instancePath, 'is not a field of this request')];
  if (keyword === 'enum' && 'allowedValues' in params)
    return [violation(instancePath, `must be one of: ${(params.allowedValues as readonly unknown[]).join(', ')}`)];
  return [violation(instancePath, message)];
}

function violation(pointer: string, detail: string): Violation {
  return { pointer: pointer.slice(0, MAX_POINTER), detail };
}

/** A name as a step of a JSON pointer (RFC 6901, section 3). */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
