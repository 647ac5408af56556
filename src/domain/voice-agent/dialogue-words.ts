/** What the voice agent says besides articles: a table. English, in sentences, so that a voice can keep them. */

/** Each by what it is said for. */
export const DIALOGUE_WORDS = {
  /** The first sentence says that it is a machine; it is always heard to its end. */
  greeting: ['Hello, I am the voice agent of this line, a computer program.', 'What can I do for you?'],
  greeting_recorded: [
    'Hello, I am the voice agent of this line, a computer program.',
    'This call is recorded.',
    'What can I do for you?',
  ],
  /** The talk continues in another process. */
  interrupted: ['I am sorry, the line was interrupted.'],
  /** An answer takes its time. */
  one_moment: ['One moment, please.'],
  did_that_help: ['Did that help?'],
  yes_or_no: ['Please say yes or no: did that help?'],
  try_another: ['Then it may be this.'],
  glad: ['I am glad.', 'Is there anything else?'],
  what_else: ['What is it?'],
  ask_again: ['I am not sure that I understood.', 'Please say in a few words what it is about, or say person.'],
  still_there: ['Are you still there?'],
  still_there_again: ['I cannot hear you.', 'Please say something, or press zero for a person.'],
  goodbye: ['Thank you for calling.', 'Goodbye.'],
  goodbye_unheard: ['I cannot hear you, so I end this call.', 'Please call again.', 'Goodbye.'],
  sorry_goodbye: ['I am sorry that I could not help.', 'Goodbye.'],
  to_person: ['I will connect you with a person and pass on what you told me.', 'Please hold the line.'],
  to_person_unclear: [
    'I did not understand it well enough.',
    'I will connect you with a person.',
    'Please hold the line.',
  ],
  to_person_unhelpful: [
    'I am sorry that it did not help.',
    'I will connect you with a person.',
    'Please hold the line.',
  ],
  to_person_trouble: ['I have trouble on my side.', 'I will connect you with a person.', 'Please hold the line.'],
  to_person_limit: [
    'This takes longer than I can help with.',
    'I will connect you with a person.',
    'Please hold the line.',
  ],
  no_person: ['I am sorry, no one can take the call at the moment.', 'Please call again.', 'Goodbye.'],
  to_person_next: ['I will connect you with a person who does the rest.', 'Please hold the line.'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What callers say to the agent besides what their question is about. */
export const SPOKEN_WORDS = [
  'yes',
  'no',
  'yes it did',
  'yes that helped',
  'no it did not',
  'no it did not help',
  'no thank you',
  'thank you goodbye',
  'that is all',
  'an agent please',
  'i want to talk to an agent',
  'i would like to speak with a person',
  'a human please',
  'operator',
  'can you repeat that',
  'i have a question',
] as const;

export type WordsFor = keyof typeof DIALOGUE_WORDS;
