/**
 * The shapes of what is called beside calls: teammates, and lists that are empty here. Source: the vendor's OpenAPI,
 * `admin`, `team`, `away_status_reason`, `company_list` and its siblings.
 */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';

const strict = { additionalProperties: false } as const;
const text = Type.String();
/** Or null. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** A moment. */
export const time = Type.Integer({ description: 'Unix seconds.' });

/** A teammate. */
export const AdminObject = Type.Object(
  {
    type: Type.Literal('admin'),
    id: text,
    name: text,
    email: text,
    away_mode_enabled: Type.Boolean({ description: 'Whether no calls ring for them.' }),
    away_mode_reassign: Type.Literal(false),
    away_status_reason_id: orNull(Type.Integer({ description: 'One of `/away_status_reasons`.' })),
    has_inbox_seat: Type.Boolean(),
    team_ids: Type.Array(Type.Integer()),
    avatar: orNull(Type.String({ format: 'uri' })),
  },
  strict,
);

/** All teammates. */
export const AdminList = Type.Object({ type: Type.Literal('admin.list'), admins: Type.Array(AdminObject) }, strict);

/** The body of `PUT /admins/{id}/away`. */
export const AwayMode = Type.Object(
  {
    away_mode_enabled: Type.Boolean(),
    away_mode_reassign: Type.Boolean({ description: 'Taken and not kept: a call that waits rings for others anyway.' }),
    away_status_reason_id: Type.Optional(orNull(Type.Integer())),
  },
  { examples: [{ away_mode_enabled: true, away_mode_reassign: false }] },
);

/** Why teammates are away. */
export const AwayReasons = Type.Object(
  {
    type: Type.Literal('list'),
    data: Type.Array(
      Type.Object(
        {
          type: Type.Literal('away_status_reason'),
          id: text,
          label: text,
          emoji: text,
          order: Type.Integer({ minimum: 1 }),
          deleted: Type.Literal(false),
          created_at: time,
          updated_at: time,
        },
        strict,
      ),
    ),
  },
  strict,
);

/** A team. */
export const TeamObject = Type.Object(
  {
    type: Type.Literal('team'),
    id: text,
    name: text,
    admin_ids: Type.Array(Type.Integer()),
    assignment_limit: Type.Null(),
    distribution_method: Type.Null(),
  },
  strict,
);

/** All teams. */
export const TeamList = Type.Object({ type: Type.Literal('team.list'), teams: Type.Array(TeamObject) }, strict);

/** Page by page, by number; there is nothing on any of them. */
const NumberedPages = Type.Object(
  {
    type: Type.Literal('pages'),
    next: Type.Null(),
    page: Type.Integer({ minimum: 1 }),
    per_page: Type.Integer({ minimum: 1 }),
    total_pages: Type.Literal(0),
  },
  strict,
);
const nothing = Type.Array(Type.Unknown(), { maxItems: 0 });

/** No companies. */
export const CompanyList = Type.Object(
  { type: Type.Literal('list'), data: nothing, pages: NumberedPages, total_count: Type.Literal(0) },
  strict,
);

/** The end of a scroll over no companies. */
export const CompanyScroll = Type.Object(
  {
    type: Type.Literal('list'),
    data: nothing,
    pages: Type.Null(),
    total_count: Type.Null(),
    scroll_param: text,
  },
  strict,
);

/** No segments. */
export const SegmentList = Type.Object({ type: Type.Literal('segment.list'), segments: nothing }, strict);

/** No data attributes, no types of tickets. */
export const EmptyList = Type.Object({ type: Type.Literal('list'), data: nothing }, strict);

/** No tickets. */
export const TicketList = Type.Object(
  {
    type: Type.Literal('ticket.list'),
    tickets: nothing,
    total_count: Type.Literal(0),
    pages: Type.Object(
      {
        type: Type.Literal('pages'),
        page: Type.Literal(1),
        per_page: Type.Integer({ minimum: 1 }),
        total_pages: Type.Literal(0),
      },
      strict,
    ),
  },
  strict,
);
