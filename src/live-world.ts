/** The engine as the carrier of browsers sees it, and that carrier as the pages' dialects see it. */
import type { Call } from '#call/call.ts';
import type { DialogueKind } from '#carriers/simulator/dialogue.ts';
import { dialogueFor } from '#carriers/simulator/dialogue.ts';
import type { WebrtcWorld } from '#carriers/webrtc/world.ts';
import type { Engine } from '#engine/engine.ts';

/** Makes it. */
export function liveWorld(
  engine: Engine,
  recordingPath: (uid: string) => string,
  failed: (what: string, error: unknown) => void,
): WebrtcWorld {
  return {
    report: async (callId, event) => engine.happened(callId, event),
    menuPrompt: async (call) => (await engine.live.menus.view(call)).prompt,
    press: async (call, digit) => engine.live.menus.press(call, digit),
    onMenus: (listener) =>
      engine.live.hear((news) => {
        if (news.type === 'menus') listener(news.callId);
      }),
    async isPlayed(workspaceId, agentId) {
      const agent = (await engine.directory.load(workspaceId)).agents.get(agentId);
      return agent !== undefined && engine.isPlayed(agent);
    },
    wordsOf,
    recordingPath,
    failed,
  };
}

/** What somebody who is played says, one sentence after the other: his side of the dialogue that the simulator has for the call. */
function wordsOf(call: Call, speaker: 'agent' | 'user' | 'third_party'): string {
  const kind: DialogueKind = 'conversation';
  const { turns } = dialogueFor({ callId: call.id, direction: call.direction, kind, lang: call.lang });
  const side = speaker === 'agent' ? 'agent' : 'user';
  return turns
    .filter((turn) => turn.speaker === side)
    .map((turn) => turn.text)
    .join(' ');
}
