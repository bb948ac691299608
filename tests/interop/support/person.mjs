// SPDX-License-Identifier: MIT
// The person in front of the browser, who signs in at oidc-provider's own pages.
import { sharedChromium, takeScreenshot } from './chromium.mjs';

export const name = 'ada';

const longestWaitMs = 15_000;

export class Person {
  #requests = [];
  page;

  /** A person with a browser of their own until test `t` is over: no cookies, no history. */
  static async create(t, options = {}) {
    const context = await (await sharedChromium()).newContext(options);
    t.after(() => context.close());
    context.setDefaultTimeout(longestWaitMs);
    return new Person(await context.newPage());
  }

  /** A person in front of this page. */
  constructor(page) {
    this.page = page;
    page.on('request', (request) => this.#requests.push(request));
  }

  async open(url) {
    await this.page.goto(String(url), { waitUntil: 'commit' });
  }

  async press(button) {
    await this.page.getByRole('button', { name: button }).click();
  }

  /** Names and proves oneself. */
  async logIn() {
    await this.page.getByPlaceholder('login').fill(name);
    await this.page.getByPlaceholder('password').fill('any');
    await this.press('Sign-in');
  }

  /** Signs in and allows what is asked for. */
  async signIn() {
    await this.logIn();
    await this.press('Continue');
  }

  async cancel() {
    await this.page.getByRole('link', { name: 'Cancel' }).click();
  }

  /** Waits for the page with which entra-auth-cli ends a sign-in, which is on this machine. */
  async arrive(screenshot) {
    await this.page.waitForURL(({ hostname }) => hostname === 'localhost');
    const url = this.page.url();
    const isDocument = (request) => request.isNavigationRequest() && request.url() === url;
    const at = this.#requests.findLastIndex(isDocument);
    const response = await this.#requests[at].response();
    if (screenshot) await takeScreenshot(this.page, screenshot);
    return {
      url,
      method: this.#requests[at].method(),
      status: response.status(),
      headers: response.headers(),
      html: await this.page.content(),
      text: await this.page.innerText('body'),
      laterRequests: this.#requests.slice(at + 1).map((request) => request.url()),
    };
  }

  /**
   * From now on the browser is on another machine: no program listens at its localhost. `failedUrl` is
   * a promise of the address that it fails to open there.
   */
  async moveElsewhere() {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Fetch.enable', { patterns: [{ urlPattern: 'http://localhost:*' }] });
    const failedUrl = new Promise((resolve) => {
      session.once('Fetch.requestPaused', async ({ requestId, request }) => {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' });
        resolve(request.url);
      });
    });
    return { failedUrl };
  }

  /** The addresses that the browser has in its history. */
  async history() {
    const session = await this.page.context().newCDPSession(this.page);
    const { entries } = await session.send('Page.getNavigationHistory');
    return entries.map(({ url }) => url);
  }
}
