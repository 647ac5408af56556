/** Trunks, for administrators at the console: `/app/trunks.json` and what lies below. Judged and kept as `/v1` does. */
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { Role } from '#domain/identity/session.ts';
import { MAX_TRUNKS } from '#domain/directory/trunk.ts';
import type { TrunkProbe, TrunkStore } from '#domain/ports/trunk-book.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import type { TrunkAnswer } from '#api/trunks/keep.ts';
import { changeLimits, changeTrunk, createTrunk, testTrunk } from '#api/trunks/keep.ts';
import { NewTrunk, TrunkChange, TrunkLimitsChange, TrunkOrder } from '#api/trunks/schema.ts';
import { mistakeOf, wishOf, writeLimits, writeTrunk } from '#api/trunks/wire.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { TrunkLimitsForm, TrunksView, TrunkTestView, TrunkView } from './trunks-protocol.ts';

export type TrunksApiParts = PageRouteParts & {
  readonly trunks: TrunkStore;
  /** Null where `PATCHBAY_SIP` is `off`. */
  readonly probeTrunk: TrunkProbe | null;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  unknown: [404, 'There is no such trunk.'],
  trunks_full: [409, `A workspace may have ${MAX_TRUNKS} trunks.`],
  reordered: [409, 'The trunks are others by now. Look at the list again.'],
} as const;

/** Adds the routes. */
export function addTrunksApi(server: FastifyInstance, parts: TrunksApiParts): void {
  const { trunks } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const listed = async (workspaceId: number): Promise<TrunksView> => ({
    trunks: (await trunks.list(workspaceId)).map(writeTrunk),
  });

  serve('read', 'GET', '/app/trunks.json', async ({ workspaceId }) => listed(workspaceId));

  serve('read', 'GET', '/app/trunk-limits.json', async ({ workspaceId }): Promise<TrunkLimitsForm> =>
    writeLimits(await trunks.limits(workspaceId)),
  );
  const judgeLimits = createBodyValidator(TrunkLimitsChange);
  serve('change', 'PATCH', '/app/trunk-limits.json', async ({ workspaceId }, { body }) => {
    const errors = judgeLimits(body);
    if (errors.length > 0) return { errors };
    const changed = await changeLimits(trunks, workspaceId, body as Static<typeof TrunkLimitsChange>); // Likewise.
    return 'faults' in changed ? { errors: changed.faults.map(mistakeOf) } : writeLimits(changed);
  });

  const judgeNew = createBodyValidator(NewTrunk);
  serve('change', 'POST', '/app/trunks.json', async ({ workspaceId }, { body }) => {
    const errors = judgeNew(body);
    if (errors.length > 0) return { errors };
    const { name, preset, ...rest } = body as Static<typeof NewTrunk>; // The judge has held it to this very schema.
    return answer(await createTrunk(trunks, workspaceId, { ...wishOf(rest), name, preset }));
  });

  const judgeChange = createBodyValidator(TrunkChange);
  serve('change', 'PATCH', '/app/trunks/:id.json', async ({ workspaceId }, { body }, id) => {
    const errors = judgeChange(body);
    if (errors.length > 0) return { errors };
    const wish = wishOf(body as Static<typeof TrunkChange>); // Likewise.
    return answer(await changeTrunk(trunks, workspaceId, id, wish));
  });

  const judgeOrder = createBodyValidator(TrunkOrder);
  serve('change', 'POST', '/app/trunks/order.json', async ({ workspaceId }, { body }) => {
    const errors = judgeOrder(body);
    if (errors.length > 0) return { errors };
    const { ids } = body as Static<typeof TrunkOrder>; // Likewise.
    return (await trunks.reorder(workspaceId, ids)) ? listed(workspaceId) : 'reordered';
  });

  serve('change', 'POST', '/app/trunks/:id/test.json', async ({ workspaceId }, _request, id) => {
    const came: TrunkTestView | null = await testTrunk(parts, workspaceId, id);
    return came ?? 'unknown';
  });

  serve('change', 'DELETE', '/app/trunks/:id.json', async ({ workspaceId }, _request, id) => {
    return (await trunks.remove(workspaceId, id)) ? { id } : 'unknown';
  });
}

function answer(came: TrunkAnswer): TrunkView | { errors: ReturnType<typeof mistakeOf>[] } | keyof typeof FAULTS {
  if ('faults' in came) return { errors: came.faults.map(mistakeOf) };
  if (came.ok) return writeTrunk(came.value);
  return came.refusal.code === 'trunks_full' ? 'trunks_full' : 'unknown';
}
