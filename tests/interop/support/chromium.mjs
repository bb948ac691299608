// SPDX-License-Identifier: MIT
// Chromium as the system has it. It finds nothing but this machine.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { waitFor, writeBrowser } from './terminal.mjs';

const longestTestMs = 60_000;

const loopbackOnly = [
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

function findProgram(...names) {
  for (const name of names) {
    for (const folder of process.env.PATH.split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not there.
      }
    }
  }
  return undefined;
}

const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome');
const hasTerminal = findProgram('script') !== undefined;
const whyNot = (!executablePath && 'Chromium is not installed') ||
  (!hasTerminal && 'script of util-linux is not installed');

/**
 * A test that needs a person with a browser and a terminal; skipped where there are none, or for
 * another reason.
 */
export function browserTest(name, run, { skip = false } = {}) {
  test(name, { skip: whyNot || skip, timeout: longestTestMs }, run);
}

/** The same for what is kept after a sign-in: where nothing can be sealed, nothing is kept. */
export function keepingTest(name, run) {
  const { status } = spawnSync('keyctl', ['show', '@u'], { stdio: 'ignore' });
  browserTest(name, run, { skip: status !== 0 && 'keyctl shows no kernel keyring' });
}

let folder;
let launched;
after(async () => {
  await (await launched)?.close();
  if (folder) await rm(folder, { recursive: true, maxRetries: 5 });
});

const environment = (home) => ({ HOME: home, PATH: process.env.PATH });

async function launch() {
  folder = await mkdtemp(join(tmpdir(), 'entra-auth-interop-'));
  return chromium.launch({ executablePath, args: loopbackOnly, env: environment(folder) });
}

/** One Chromium for all tests of a file. */
export function sharedChromium() {
  launched ??= launch();
  return launched;
}

/** Takes a picture of the page if $ENTRA_AUTH_INTEROP_SCREENSHOTS says where to. */
export async function takeScreenshot(page, name) {
  const target = process.env.ENTRA_AUTH_INTEROP_SCREENSHOTS;
  if (!target) return;
  await mkdir(target, { recursive: true });
  await page.screenshot({ path: join(target, `${name}.png`) });
}

/**
 * Makes Chromium the browser of `user`, to be started by the program that is tested. `connect`
 * waits for it and takes its controls.
 */
export async function giveChromium(user) {
  const profile = user.path('chromium');
  const flags = [...loopbackOnly, '--headless=new', '--no-sandbox', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage',
    '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const words = flags.map((flag) => `'${flag}'`).join(' ');
  const command = `exec '${executablePath}' ${words} "$1"`;
  const browser = await writeBrowser(user.path('browser'), command);
  user.setVariables({ BROWSER: browser });

  return {
    async connect(t) {
      const port = await waitFor('Chromium', async () => {
        const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
        return /^\d+(?=\n)/.exec(text)?.[0];
      });
      const controls = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const close = async () => {
        const session = await controls.newBrowserCDPSession().catch(() => undefined);
        await session?.send('Browser.close').catch(() => {});
      };
      t.after(close);
      const [context] = controls.contexts();
      const page = context.pages()[0] ?? await context.waitForEvent('page');
      return { page, close };
    },
  };
}
