/**
 * Runs one WebAssembly program of the WASI kind (preview 1) to its end, shut in: it gets arguments, a clock that stands
 * still and one file to write, and nothing else of this machine. So equal arguments give equal bytes.
 *
 * Source: WebAssembly/WASI, "Modules", wasi_snapshot_preview1 (function and error numbers).
 */

/** What is used here of the engine's WebAssembly API: TypeScript declares it only together with a browser's globals. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: Readonly<Record<string, object>>) => { exports: Exports };
  readonly Memory: new (shape: { initial: number }) => Memory;
};
type CompiledModule = object;
type Exports = Readonly<Record<string, unknown>>;
type Memory = { readonly buffer: ArrayBuffer };

/** What the program left behind: its exit code (0 is well), the file it wrote, and what it printed. */
type ProgramResult = { readonly exitCode: number; readonly file: Uint8Array; readonly printed: string };

const SUCCESS = 0;
const BAD_FILE = 8;
const NO_SUCH_FILE = 44;
const NOT_SEEKABLE = 70;

const ROOT_HANDLE = 3;
const FILE_HANDLE = 4;
const CREATE = 1;
const DIRECTORY = 3;
const REGULAR_FILE = 4;
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;

/** Thrown through the program's own stack, because `proc_exit` must not return. */
class ProgramExit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('the program has ended');
    this.exitCode = exitCode;
  }
}

/** Runs the program once, from a clean memory; the first argument is its name. Throws what the program traps with. */
export type Program = (args: readonly string[]) => ProgramResult;

/** Compiles a program. Throws if the bytes are no WebAssembly. */
export function loadProgram(bytes: Uint8Array<ArrayBuffer>): Program {
  const module = new WebAssembly.Module(bytes);
  return (args) => runProgram(module, args);
}

function runProgram(program: CompiledModule, args: readonly string[]): ProgramResult {
  const state: ProgramState = { memory: null, argv: args.map(cString), written: [], printed: [] };
  const wasi = { ...argumentCalls(state), ...fileCalls(state), ...writeCalls(state), ...processCalls(state) };
  const { exports } = new WebAssembly.Instance(program, { wasi_snapshot_preview1: wasi });
  const { memory, _start: start } = exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function') throw new TypeError('no WASI program');
  state.memory = memory;
  const exitCode = exitCodeOf(() => void start());
  return { exitCode, file: Buffer.concat(state.written), printed: Buffer.concat(state.printed).toString('utf8') };
}

type ProgramState = {
  memory: Memory | null;
  readonly argv: readonly Uint8Array[];
  readonly written: Uint8Array[];
  readonly printed: Uint8Array[];
};

function exitCodeOf(run: () => void): number {
  try {
    run();
    return SUCCESS;
  } catch (error) {
    if (error instanceof ProgramExit) return error.exitCode;
    throw error;
  }
}

function argumentCalls(state: ProgramState) {
  return {
    args_sizes_get(countAt: number, bytesAt: number): number {
      view(state).setUint32(countAt, state.argv.length, true);
      view(state).setUint32(
        bytesAt,
        state.argv.reduce((sum, each) => sum + each.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointersAt: number, bytesAt: number): number {
      let at = bytesAt;
      for (const [index, argument] of state.argv.entries()) {
        view(state).setUint32(pointersAt + 4 * index, at, true);
        bytes(state).set(argument, at);
        at += argument.length;
      }
      return SUCCESS;
    },
  };
}

/** One directory, "/", in which any name that is created is the one file; nothing can be read. */
function fileCalls(state: ProgramState) {
  return {
    fd_prestat_get(handle: number, at: number): number {
      if (handle !== ROOT_HANDLE) return BAD_FILE;
      view(state).setUint32(at, 0, true);
      view(state).setUint32(at + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(_handle: number, at: number): number {
      bytes(state).set(Buffer.from('/'), at);
      return SUCCESS;
    },
    fd_fdstat_get(handle: number, at: number): number {
      bytes(state).fill(0, at, at + 24);
      view(state).setUint8(at, handle === ROOT_HANDLE ? DIRECTORY : REGULAR_FILE);
      view(state).setBigUint64(at + 8, ALL_RIGHTS, true);
      view(state).setBigUint64(at + 16, ALL_RIGHTS, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: (): number => SUCCESS,
    fd_close: (): number => SUCCESS,
    fd_seek: (): number => NOT_SEEKABLE,
    fd_read(_handle: number, _buffers: number, _count: number, readAt: number): number {
      view(state).setUint32(readAt, 0, true);
      return SUCCESS;
    },
    path_open(...call: PathOpen): number {
      const [, , , , flags, , , , handleAt] = call;
      if ((flags & CREATE) === 0) return NO_SUCH_FILE;
      view(state).setUint32(handleAt, FILE_HANDLE, true);
      return SUCCESS;
    },
  };
}

/**
 * Directory, lookup flags, path pointer, path length, open flags, rights, inherited rights, file flags, handle pointer.
 */
type PathOpen = [number, number, number, number, number, bigint, bigint, number, number];

function writeCalls(state: ProgramState) {
  return {
    fd_write(handle: number, buffersAt: number, count: number, writtenAt: number): number {
      const sink = handle === FILE_HANDLE ? state.written : state.printed;
      let total = 0;
      for (let index = 0; index < count; index += 1) {
        const at = view(state).getUint32(buffersAt + 8 * index, true);
        const length = view(state).getUint32(buffersAt + 8 * index + 4, true);
        sink.push(bytes(state).slice(at, at + length));
        total += length;
      }
      view(state).setUint32(writtenAt, total, true);
      return SUCCESS;
    },
  };
}

function processCalls(state: ProgramState) {
  return {
    clock_time_get(_clock: number, _precision: bigint, at: number): number {
      view(state).setBigUint64(at, 0n, true);
      return SUCCESS;
    },
    proc_exit(exitCode: number): never {
      throw new ProgramExit(exitCode);
    },
  };
}

/** A fresh view each time: the memory's buffer is replaced whenever it grows. */
function view(state: ProgramState): DataView {
  return new DataView(bufferOf(state));
}

function bytes(state: ProgramState): Uint8Array {
  return new Uint8Array(bufferOf(state));
}

function bufferOf({ memory }: ProgramState): ArrayBuffer {
  if (memory === null) throw new Error('a WASI call came before the program was started');
  return memory.buffer;
}

function cString(text: string): Uint8Array {
  return Buffer.from(`${text}\0`);
}
