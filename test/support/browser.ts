/** Real browsers with microphones that play a tone, and what people do in our pages. Everything is closed by itself. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import { after } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import { findBrowser, NoBrowserError } from '../../tools/browser.ts';
import { cleanUp } from './clean-up.ts';
import { EAR } from './ear.ts';
import { PASSWORD } from './pages.ts';
import type { TestPatchbay } from './patchbay.ts';
import { makeScratchDirectory } from './scratch-directory.ts';

/** Who says which tone, in hertz. */
export const CALLER = 440;
export const AGENT_A = 1000;
export const AGENT_B = 700;

/**
 * Only ever reached by a failing test: a machine that many share may take a minute for what takes a second elsewhere.
 */
const PATIENCE_MS = 60_000;

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** A tone that is said forever, no microphone at all, or one that the person does not let the page use. */
export type Microphone = number | 'none' | 'denied';

/** Those that are open, by their microphone. */
const browsers = new Map<Microphone, Promise<Browser>>();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/** A browser for the tests of a file. Files that share a process share it; each person has windows of their own. */
export async function openBrowser(microphone: Microphone): Promise<Browser> {
  const open = await browsers.get(microphone);
  if (open?.isConnected() === true) return open;
  const browser = launch(microphone);
  browsers.set(microphone, browser);
  return browser;
}

async function launch(microphone: Microphone): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new NoBrowserError();
  const directory = await makeScratchDirectory();
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...FLAGS,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(await microphoneFlags(microphone, directory)),
    ],
  });
  browser.on('disconnected', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return browser;
}

async function microphoneFlags(microphone: Microphone, directory: string): Promise<string[]> {
  if (microphone === 'denied') return ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'];
  if (microphone === 'none') return ['--use-fake-ui-for-media-stream', '--disable-audio-input'];
  const path = join(directory, 'microphone.wav');
  const samples = tone({ hertz: microphone, seconds: 10, sampleRate: 48_000, level: 0.5 });
  await writeFile(path, encodeWav({ sampleRate: 48_000, channels: [samples] }));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${path}`,
  ];
}

/** A window of a person of their own, with no one signed in. A page that throws fails the test that opened it. */
export async function openPage(
  test: TestContext,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options });
  const faults: string[] = [];
  cleanUp(test, async () => {
    await context.close();
    assert.deepEqual(faults, [], 'the page threw');
  });
  await context.addInitScript(EAR);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => void faults.push(error.stack ?? error.message));
  // Leaving in the middle of a call is asked about; anyone who leaves here means it.
  page.on('dialog', (dialog) => void dialog.accept());
  return page;
}

/** Signs in at the console, by the form. */
export async function signInAt(page: Page, { address }: TestPatchbay, email = 'agent@somedomain.com'): Promise<void> {
  await page.goto(`${address}/app/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Sign in');
  await page.getByRole('heading', { name: 'Desk' }).waitFor({ state: 'attached' });
}

/** Signed in, with a working microphone, and available. */
export async function onlineDesk(
  test: TestContext,
  browser: Browser,
  patchbay: TestPatchbay,
  email = 'agent@somedomain.com',
): Promise<Page> {
  return goOnline(await openPage(test, browser), patchbay, email);
}

/** The same in a window that is there already. */
export async function goOnline(page: Page, patchbay: TestPatchbay, email = 'agent@somedomain.com'): Promise<Page> {
  await signInAt(page, patchbay, email);
  await press(page, 'Go online');
  await page.getByRole('heading', { name: 'You are ready' }).waitFor();
  return page;
}

/** A customer who has pressed Call and stands before the menu. */
export async function callerAtMenu(test: TestContext, browser: Browser, patchbay: TestPatchbay): Promise<Page> {
  return callFrom(await openPage(test, browser, PHONE), patchbay);
}

/** The window of a telephone. */
export const PHONE = { viewport: { width: 390, height: 760 } } as const;

/** The same in a window that is there already. */
export async function callFrom(page: Page, { address }: TestPatchbay): Promise<Page> {
  await page.goto(`${address}/w/demo`);
  return callOn(page);
}

/** The same on the page that is shown. */
export async function callOn(page: Page): Promise<Page> {
  await press(page, 'Call');
  await page.getByRole('heading', { name: 'What is your call about?' }).waitFor();
  return page;
}

/** A customer who waits for someone to answer. */
export async function callerInQueue(test: TestContext, browser: Browser, patchbay: TestPatchbay): Promise<Page> {
  const page = await callerAtMenu(test, browser, patchbay);
  await page.getByRole('button', { name: 'Web support' }).click();
  return page;
}

/** Presses the button of exactly that name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Takes the call that rings, and waits until it is under way. */
export async function answer(desk: Page): Promise<void> {
  await press(desk, 'Answer');
  await desk.getByText('In call', { exact: true }).first().waitFor();
}

/** Ready for the next call. */
export async function finishWrapUp(desk: Page): Promise<void> {
  await press(desk, 'Finish wrap-up');
  await desk.getByRole('heading', { name: 'You are ready' }).waitFor();
}

/** The number of the newest call. */
export async function newestCall({ engine }: TestPatchbay): Promise<number> {
  const [call] = await engine.calls.before(1, null, 1);
  assert.ok(call !== undefined, 'there is no call');
  return call.id;
}
