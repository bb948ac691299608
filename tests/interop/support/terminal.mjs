// SPDX-License-Identifier: MIT
// A program at a pseudo-terminal, as in TOKEN=$(program): standard input is the terminal, standard
// output a pipe. The browser that it starts only writes down what it was asked to open.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const longestRunMs = 60_000;
const longestWaitMs = 15_000;
const pollMs = 20;

const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

const readIfThere = (path) => readFile(path, 'utf8').catch(() => '');

/** Polls `find` until it has something. */
export async function waitFor(what, find) {
  const end = performance.now() + longestWaitMs;
  while (performance.now() < end) {
    const found = await find();
    if (found) return found;
    await sleep(pollMs);
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Writes an executable script whose only argument is a URL. */
export async function writeBrowser(path, ...commands) {
  await writeFile(path, ['#!/bin/sh', '[ $# -eq 1 ] || exit 64', ...commands, ''].join('\n'));
  await chmod(path, 0o700);
  return path;
}

export class TerminalRun {
  #folder;
  #child;

  /** What became of it: exit code, stdout and stderr. */
  ended;

  /** `$BROWSER` is that of `environment`, if it has one. */
  static async start(command, environment, home) {
    const run = new TerminalRun();
    run.#folder = await mkdtemp(join(home, 'terminal-'));
    const path = (name) => quote(join(run.#folder, name));
    const browser = await writeBrowser(join(run.#folder, 'browser'),
      `printf %s "$1" >${path('url.part')} && mv ${path('url.part')} ${path('url')}`);
    // Where a browser held on to standard output, `cat` would wait for the browser to end.
    const line = `{ ${command.map(quote).join(' ')}; echo $? >${path('code')}; }` +
      ` 2>${path('stderr')} | cat >${path('stdout')}`;
    run.#child = spawn('script', ['-qfec', line, '/dev/null'], {
      env: { BROWSER: browser, ...environment, SHELL: '/bin/sh', TERM: 'dumb' },
      stdio: ['pipe', 'ignore', 'inherit'],
      timeout: longestRunMs,
      killSignal: 'SIGKILL',
    });
    run.#child.stdin.on('error', () => {});
    run.ended = once(run.#child, 'exit').then(() => run.#result());
    return run;
  }

  async #result() {
    const [code, stdout, stderr] = await Promise.all(
      ['code', 'stdout', 'stderr'].map((name) => readIfThere(join(this.#folder, name))));
    return { code: code === '' ? undefined : Number(code), stdout, stderr };
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The first match of `pattern` in what it has said on standard error, as soon as it has. */
  said(pattern) {
    return this.#waitFor(`${pattern} on standard error`, async () =>
      pattern.exec(await readIfThere(join(this.#folder, 'stderr'))));
  }

  /** What the browser was asked to open, as soon as it was. */
  async openedUrl() {
    return new URL(await this.#waitFor('a browser', () => readIfThere(join(this.#folder, 'url'))));
  }

  /** As long as it runs; what it did before it ended counts. */
  async #waitFor(what, find) {
    return waitFor(what, async () => {
      const { hasEnded } = this;
      const found = await find();
      if (hasEnded && !found) {
        const { code, stderr } = await this.ended;
        throw new Error(`${what}: ended with exit code ${code} before: ${stderr}`);
      }
      return found;
    });
  }

  /** The user types this line. */
  type(line) {
    this.#child.stdin.write(`${line}\n`);
  }

  async stop() {
    if (!this.hasEnded) this.#child.kill('SIGKILL');
    await this.ended;
  }
}
