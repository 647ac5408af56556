/** What is told of each API request once it is answered, for those who keep a log of them. */
import type { ApiResponse, Principal, Route } from './surface.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until that is known. */
    principal: Principal | null;
    /** What was answered; null where no surface answered. */
    answer: ApiResponse | null;
  }
  interface FastifyContextConfig {
    operation?: Route;
  }
}

/** A request that was answered: by an operation of a surface, or at an address that is a surface's. */
export type Passage = {
  readonly requestId: string;
  /** When it came. Milliseconds. */
  readonly cameAt: number;
  readonly milliseconds: number;
  readonly surface: string;
  /** Null where the address has none. */
  readonly route: Route | null;
  readonly method: string;
  /** The path and query as sent. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly status: number;
  readonly principal: Principal | null;
  /** What was sent as a token; null where nothing was. */
  readonly token: string | null;
  /** The user beside it, of Basic credentials. */
  readonly user: string | null;
  /** The network address of who asked. */
  readonly address: string;
  readonly body: unknown;
  readonly answer: ApiResponse | null;
};
