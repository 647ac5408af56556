/**
 * What a workspace of calls has none of: companies, segments, attributes of its own, the vendor's tickets. Programs
 * that read all of it go on when they get empty lists in the vendor's shape.
 */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import type { ApiError } from '../read.ts';
import { readPage } from '../read.ts';
import { failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import { CompanyList, CompanyScroll, EmptyList, SegmentList, TicketList } from './schema.ts';

/** The routes that have nothing to show. */
export function emptyRoutes(): Route[] {
  return [...companyRoutes(), ...ticketRoutes(), ...otherRoutes()];
}

const COMPANY = { code: 'company_not_found', message: 'Company Not Found' } as const;
const RESOURCE = { code: 'not_found', message: 'Resource Not Found' } as const;
const paged = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  per_page: Type.Optional(Type.Integer({ minimum: 1, default: 15 })),
});

/** Source: the vendor's OpenAPI, 15 companies a page. */
const COMPANIES_A_PAGE = 15;

function companyRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/companies',
      operationId: 'retrieveCompany',
      summary: 'List companies',
      description: 'There are none; one that is asked for by `company_id` or `name` is 404.',
      schema: { querystring: paged, response: { 200: CompanyList, ...errors(404) } },
      handle: async (ask) =>
        ask.query['company_id'] === undefined && ask.query['name'] === undefined
          ? noCompanies(ask)
          : failure(404, COMPANY, ask.requestId),
    },
    {
      method: 'POST',
      path: '/companies/list',
      operationId: 'listAllCompanies',
      summary: 'List all companies',
      description: 'There are none.',
      schema: { querystring: paged, response: { 200: CompanyList, ...errors() } },
      handle: async (ask) => noCompanies(ask),
    },
    none('/companies/scroll', 'scrollOverAllCompanies', 'Scroll over all companies', CompanyScroll, {
      type: 'list',
      data: [],
      pages: null,
      total_count: null,
      // Programs scroll on with it until they get an empty list: this one.
      scroll_param: '',
    }),
    unknown('/companies/:id', 'RetrieveACompanyById', 'Retrieve a company by ID', COMPANY),
  ];
}

function noCompanies({ query, requestId }: ApiRequest): ApiResponse {
  const asked = readPage(query);
  if (!asked.ok) return failure(400, asked.wrong, requestId);
  const { page } = asked.value;
  const perPage = query['per_page'] === undefined ? COMPANIES_A_PAGE : asked.value.perPage;
  const pages = { type: 'pages', next: null, page, per_page: perPage, total_pages: 0 };
  return { status: 200, body: { type: 'list', data: [], pages, total_count: 0 } };
}

function ticketRoutes(): Route[] {
  return [
    none('/ticket_types', 'listTicketTypes', 'List all ticket types', EmptyList, { type: 'list', data: [] }),
    unknown('/ticket_types/:id', 'getTicketType', 'Retrieve a ticket type', RESOURCE),
    {
      method: 'POST',
      path: '/tickets/search',
      operationId: 'searchTickets',
      summary: 'Search tickets',
      description: 'There are none of the vendor’s: tickets here are links to another system, at `/v1/tickets`.',
      schema: { response: { 200: TicketList, ...errors() } },
      handle: async () => ({
        status: 200,
        body: {
          type: 'ticket.list',
          tickets: [],
          total_count: 0,
          pages: { type: 'pages', page: 1, per_page: 20, total_pages: 0 },
        },
      }),
    },
    unknown('/tickets/:id', 'getTicket', 'Retrieve a ticket', {
      code: 'ticket_not_found',
      message: 'Ticket not found',
    }),
  ];
}

function otherRoutes(): Route[] {
  const attributes = none('/data_attributes', 'lisDataAttributes', 'List all data attributes', EmptyList, {
    type: 'list',
    data: [],
  });
  return [
    none('/segments', 'listSegments', 'List all segments', SegmentList, { type: 'segment.list', segments: [] }),
    unknown('/segments/:id', 'retrieveSegment', 'Retrieve a segment', RESOURCE),
    attributes,
    unknown('/tags/:id', 'findTag', 'Find a specific tag', RESOURCE),
  ];
}

/** A list of nothing. */
function none(path: string, operationId: string, summary: string, list: TSchema, body: object): Route {
  return {
    method: 'GET',
    path,
    operationId,
    summary,
    description: 'There are none.',
    schema: { response: { 200: list, ...errors() } },
    handle: async () => ({ status: 200, body }),
  };
}

/** One of nothing. */
function unknown(path: string, operationId: string, summary: string, error: ApiError): Route {
  return {
    method: 'GET',
    path,
    operationId,
    summary,
    description: 'There are none: the answer is 404.',
    schema: { params: named('id'), response: errors(404) },
    handle: async ({ requestId }) => failure(404, error, requestId),
  };
}
