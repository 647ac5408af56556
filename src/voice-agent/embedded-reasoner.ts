/** The reasoner that is always there: the table of the dialogue, with the workspace's articles. No language model. */
import type { Reasoner } from '#domain/ports/reasoner.ts';
import { converse } from '#domain/voice-agent/dialogue.ts';
import type { ArticleFinder } from './article-finder.ts';

/** Makes it. */
export function createEmbeddedReasoner(
  finder: Pick<ArticleFinder, 'find'>,
  { unlearned }: { readonly unlearned: () => void },
): Reasoner {
  const find: Reasoner['find'] = async (question) => {
    const answers = await finder.find(question);
    // Someone waits for it: what has no meaning yet is worked out now.
    if (answers.by === 'words') unlearned();
    return answers;
  };
  return {
    find,
    async reply({ dialogue, workspaceId, lang }, event) {
      if (event.type !== 'said') return converse(dialogue, event);
      const { found } = await find({ workspaceId, lang, text: event.text });
      return converse(dialogue, { ...event, found });
    },
  };
}
