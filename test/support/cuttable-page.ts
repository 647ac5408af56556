/** A page whose line to the server can be cut: its sockets fall and cannot be opened, its datagrams go nowhere. */
import type { TestContext } from 'node:test';
import type { Page, WebSocketRoute } from '@playwright/test';
import { createCuttableNetwork } from './cuttable-network.ts';
import type { CuttableNetwork } from './cuttable-network.ts';

/** Of one page. */
export type Line = { cut(isCut: boolean): Promise<void> };

/** Runs in the page: the server's candidates are replaced by ways that can be cut. */
const DETOUR = `{
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
    const lines = await Promise.all(description.sdp.split('\\r\\n').map(async (line) => {
      const candidate = /^(a=candidate:\\S+ \\d+ \\S+ \\d+ )\\S+ (\\d+)(.*)$/.exec(line);
      return candidate === null ? line : candidate[1] + '127.0.0.1 ' + (await wayTo(Number(candidate[2]))) + candidate[3];
    }));
    return set.call(this, { type: description.type, sdp: lines.join('\\r\\n') });
  };
}`;

/** Must be laid before the page is opened. */
export async function layLine(test: TestContext, page: Page): Promise<Line> {
  const ways = new Map<number, Promise<CuttableNetwork>>();
  const sockets = new Set<WebSocketRoute>();
  let isCut = false;
  await page.exposeFunction('wayTo', async (port: number) => {
    const way = ways.get(port) ?? createCuttableNetwork(test, port);
    ways.set(port, way);
    return (await way).port;
  });
  await page.addInitScript(DETOUR);
  await page.routeWebSocket(/./, async (socket) => {
    if (isCut) return socket.close({ code: 1001 });
    sockets.add(socket);
    socket.connectToServer();
  });
  return {
    async cut(shouldBeCut) {
      isCut = shouldBeCut;
      for (const way of ways.values()) (await way).cut(isCut);
      if (isCut) for (const socket of sockets) await socket.close({ code: 1001 });
      sockets.clear();
    },
  };
}
