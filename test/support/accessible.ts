/**
 * What every page must keep to wherever it stands: the rules of axe, in light and in dark, and the width of its window.
 */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The page shows whole: nothing lies beside its window. `where` names the page in the message. */
export async function assertNarrow(page: Page, where: string): Promise<void> {
  const beside = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.equal(beside, 0, `${where}: ${beside} px lie beside the window`);
}

/** The page breaks no rule of axe where it stands, in light; in dark only colors can be wrong besides. */
export async function assertClean(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Our pages have no frames: judged in the page itself, which otherwise opens a second page for each judgment.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({
      resultTypes: ['violations'],
      ...(colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}),
    });
    const { violations } = await axe.analyze();
    const faults = violations.flatMap(({ nodes }) =>
      nodes.map(({ html, failureSummary }) => `${html.slice(0, 120)} ${failureSummary}`),
    );
    assert.deepEqual(faults, [], `${where}, ${colorScheme}`);
  }
}
