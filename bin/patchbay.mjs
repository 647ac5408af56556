#!/usr/bin/env node
// `patchbay …`: leads to the command line that asks a server, or to the server itself, on a Node that is new enough.
// Plain JavaScript on purpose, as tools/run.mjs is.
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// What works on the data of this machine; src/cli/local-verbs.ts lists them for people, and a test holds them equal.
const LOCAL = ['serve', 'doctor', 'backup', 'restore', 'user', 'token'];

const script = LOCAL.includes(process.argv[2]) ? '../src/main.ts' : '../src/cli/main.ts';
process.argv.splice(2, 0, fileURLToPath(new URL(script, import.meta.url)));
await import('../tools/run.mjs');
