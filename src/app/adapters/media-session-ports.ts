/** The engine as the media of calls sees it. */
import type { MediaWorld, VoiceAgentDoor } from '#media/session/ports.ts';
import { menuPrompt, promptFor, readPromptName } from '#domain/directory/prompt.ts';
import type { Engine } from '#engine/engine.ts';

/** What it is made of. */
export type MediaWorldParts = {
  readonly engine: Engine;
  /** The file of a workspace's own sound, by its hash. */
  fileOf(workspaceId: number, hash: string): Promise<string | null>;
  recordingPath(uid: string): string;
  readonly voiceAgent: VoiceAgentDoor;
  failed(what: string, error: unknown): void;
};

/** Makes it. */
export function mediaWorld({ engine, fileOf, recordingPath, voiceAgent, failed }: MediaWorldParts): MediaWorld {
  return {
    report: async (callId, event) => engine.report(callId, event),
    async menuPrompt(call) {
      if (call.state === 'selecting') {
        const { place, prompt } = await engine.live.menus.view(call);
        return { place, text: prompt };
      }
      const menu = (await engine.directory.load(call.workspaceId)).menus.get(call.menuId ?? 0);
      // A menu that asks has said its message with the question.
      return menu === undefined || menu.outputMessage === '' || menu.recording === 'ask'
        ? null
        : { place: menuPrompt(menu.id), text: menu.outputMessage };
    },
    async ownSound(call, place) {
      const name = readPromptName(place);
      const { prompts } = await engine.directory.load(call.workspaceId);
      const own = name === null ? undefined : promptFor(prompts, name, call.lang);
      return own === undefined ? null : fileOf(call.workspaceId, own.hash);
    },
    voiceAgent,
    press: async (call, digit) => engine.pressKey(call, digit),
    onMenus: (listener) =>
      engine.live.hear((news) => {
        if (news.type === 'menus') listener(news.callId);
      }),
    async isSimulated(workspaceId, agentId) {
      const agent = (await engine.directory.load(workspaceId)).agents.get(agentId);
      return agent !== undefined && engine.isSimulated(agent);
    },
    recordingPath,
    failed,
  };
}
