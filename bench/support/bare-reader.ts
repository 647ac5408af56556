/**
 * What a read costs at the least: Fastify without hooks, and one `select` of the rows through the same driver, answered
 * as they come. Run as a process of its own: `bare-reader.ts CONNECTION`, the connection as JSON; prints its address.
 */
import process from 'node:process';
import fastify from 'fastify';
import { openDatabase } from '#storage/database.ts';

const { pool } = openDatabase(JSON.parse(process.argv[2] ?? '{}') as object, () => undefined);
const app = fastify();

app.route<{ Params: { id: string } }>({
  method: 'GET',
  url: '/call/:id',
  handler: async (request) => {
    const { rows } = await pool.query<object>({
      name: 'bare_call',
      text: 'select * from call where workspace_id = 1 and id = $1',
      values: [request.params.id],
    });
    return rows[0];
  },
});

app.route({
  method: 'GET',
  url: '/calls',
  handler: async () => {
    const { rows } = await pool.query<object>({
      name: 'bare_page',
      text: 'select * from call where workspace_id = 1 order by created_at desc, id desc limit 25',
    });
    return rows;
  },
});

console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
