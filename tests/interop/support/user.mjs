// SPDX-License-Identifier: MIT
// A user of entra-auth-cli: a home folder with profiles and secrets, the environment
// variables that are set, and nothing else.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerminalRun } from './terminal.mjs';

const longestRunMs = 60_000;

function toToml(value) {
  if (Array.isArray(value)) return `[${value.map(toToml).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${key} = ${toToml(member)}`);
  return `{ ${members.join(', ')} }`;
}

function run(program, args, environment) {
  const options = { env: environment, timeout: longestRunMs, killSignal: 'SIGKILL' };
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ code: child.exitCode, signal: child.signalCode, stdout, stderr });
    });
    child.stdin.end();
  });
}

export class User {
  #home;
  #variables = {};
  #terminalRuns = [];

  /** The home folder is removed after test `t`. */
  static async create(t) {
    const user = new User();
    user.#home = await mkdtemp(join(tmpdir(), 'entra-auth-interop-'));
    t.after(async () => {
      await Promise.all(user.#terminalRuns.map((run) => run.stop()));
      await rm(user.#home, { recursive: true, maxRetries: 5 });
    });
    return user;
  }

  path(name) {
    return join(this.#home, name);
  }

  /** Writes a private file and returns the reference to it. */
  async secret(name, text) {
    await writeFile(this.path(name), text, { mode: 0o600 });
    return { file: this.path(name) };
  }

  /** All files in the home folder. */
  async readFiles() {
    const entries = await readdir(this.#home, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
  }

  async writeProfile(name, keys) {
    const folder = this.path('.config/entra-auth-cli');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const lines = Object.entries(keys).map(([key, value]) => `${key} = ${toToml(value)}\n`);
    const text = `[profiles.${name}]\n${lines.join('')}`;
    await writeFile(join(folder, 'profiles.toml'), text, { flag: 'a' });
  }

  /** Environment variables of every later run. */
  setVariables(variables) {
    Object.assign(this.#variables, variables);
  }

  #environment() {
    return { HOME: this.#home, PATH: process.env.PATH, ...this.#variables };
  }

  run(...args) {
    return run(process.env.ENTRA_AUTH_CLI, args, this.#environment());
  }

  /** Starts a run at a terminal, where the user may be asked to do something. */
  async startAtTerminal(...args) {
    const terminal = await TerminalRun.start(
      [process.env.ENTRA_AUTH_CLI, ...args], this.#environment(), this.#home);
    this.#terminalRuns.push(terminal);
    return terminal;
  }

  getToken(profile, ...options) {
    return this.run('get-token', '-p', profile, ...options);
  }
}
