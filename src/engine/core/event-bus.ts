/** The bus of a server that is alone: what is published is heard before `publish` returns. */
import type { EventBus, Topics } from '#domain/ports/event-bus.ts';

type Subscribers = { readonly [T in keyof Topics]: ((message: Topics[T]) => void)[] };

/** Makes one. What a subscriber throws is the publisher's: subscribers own what may fail. */
export function createEventBus(): EventBus {
  const subscribers: Subscribers = { move: [], news: [] };
  return {
    publish(topic, message) {
      for (const subscriber of subscribers[topic]) subscriber(message);
    },
    subscribe: (topic, subscriber) => void subscribers[topic].push(subscriber),
  };
}
