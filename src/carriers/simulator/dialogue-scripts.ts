/** This is one table: what the simulator's people say. English; written for this project. */
import type { Intent, Resolution } from '#domain/call/external-call.ts';
import type { Speaker } from '#domain/call/transcript.ts';

/** One thing that one side says, before it has a time. */
export type Line = { readonly speaker: Speaker; readonly text: string };

/** A dialogue in parts, so that a shorter one still greets and says goodbye: lines leave the body from its end. */
export type Script = {
  readonly name: string;
  /** The first words, by who called whom. */
  readonly opening: { readonly inbound: readonly Line[]; readonly outbound: readonly Line[] };
  readonly body: readonly Line[];
  readonly closing: readonly Line[];
  /** What the whole script is about. Some are longer than 256 characters; who shows them cuts them. */
  readonly summary: string;
  readonly intents: readonly Intent[];
  /** How the voice agent's work ends; null where people talk. */
  readonly resolution: Resolution | null;
};

const agent = (text: string): Line => ({ speaker: 'agent', text });
const user = (text: string): Line => ({ speaker: 'user', text });
const fin = (text: string): Line => ({ speaker: 'virtual_agent', text });
const whoeverCalls = (...lines: readonly Line[]): Script['opening'] => ({ inbound: lines, outbound: lines });

/** A person of ours and a caller. */
export const CONVERSATIONS: readonly Script[] = [
  {
    name: 'access_recovery',
    opening: {
      inbound: [
        agent('Good morning, customer care, this is Robin. What can I do for you?'),
        user('Hi Robin. I changed my phone last week, and now I cannot get into my account.'),
      ],
      outbound: [
        user('Hello?'),
        agent('Good morning, this is Robin from customer care. You asked us to call about signing in to your account.'),
        user('Oh, that was quick. Yes, I have a new phone, and now I cannot get in.'),
      ],
    },
    body: [
      agent('I am sorry about that. Does it ask for a code that went to your old phone?'),
      user('Exactly. The code never arrives, because that phone is already sold.'),
      agent('Understood. I will ask two questions first, to be sure that I am talking to the owner.'),
      user('Of course, go ahead.'),
      agent('Which town is on your billing address, and in what month did you join us?'),
      user('The town is Lakewood, and I joined in March.'),
      agent('Thank you, both are right. I have removed the old phone and sent a link to your e-mail address.'),
      user('I can see it. It wants me to choose a new password.'),
      agent('Please do. The link works for twenty minutes and only once.'),
      user('Done. I am in, and my orders are all there.'),
    ],
    closing: [
      agent('Lovely. Is there anything else that I can help with?'),
      user('No, that was all. Thank you very much.'),
      agent('You are welcome. Have a good day.'),
    ],
    summary:
      'The caller was locked out after a change of phone. Identity confirmed, old device removed, access restored.',
    intents: [{ name: 'account_access', confidence: 0.95 }],
    resolution: null,
  },
  {
    name: 'billing_question',
    opening: {
      inbound: [
        agent('Customer care, you are speaking with Dana. How may I help?'),
        user('Hello Dana. I was charged twice this month, and I would like to know why.'),
      ],
      outbound: [
        user('Yes, hello?'),
        agent('Hello, this is Dana from customer care. You wrote to us about a charge on your invoice.'),
        user('Right. It looks as if you charged me twice this month.'),
      ],
    },
    body: [
      agent('Let me look at that with you. Do you have the invoice number at hand?'),
      user('It is four four one seven nine.'),
      agent('Thank you. I see two payments of thirty two dollars, one on the third and one on the fourth.'),
      user('That is what my bank shows as well. I only have one subscription.'),
      agent('You are right. The first payment was slow to confirm, and our system tried again too early.'),
      user('So do I get the second one back?'),
      agent('You do. I have just sent the refund. Your bank will need three to five working days.'),
      user('Will it happen again next month?'),
      agent('It should not. I have reported the fault, and I put a note on your account.'),
    ],
    closing: [
      user('All right. Could you send me that in writing?'),
      agent('The confirmation is on its way to your inbox. Thank you for your patience.'),
      user('Thanks, goodbye.'),
    ],
    summary:
      'The subscription was charged twice because a payment was retried too early. The second charge was refunded.',
    intents: [{ name: 'billing_question', confidence: 0.92 }],
    resolution: null,
  },
  {
    name: 'delivery',
    opening: {
      inbound: [
        agent('Hello, this is Sam in the shipping team.'),
        user('Hi. My parcel was due on Tuesday, and it is still not here.'),
      ],
      outbound: [
        user('Hello, who is this?'),
        agent('Hello, Sam from the shipping team. I am calling about your late parcel.'),
        user('Ah, good. It was due on Tuesday.'),
      ],
    },
    body: [
      agent('I am sorry for the wait. May I have the last three digits of the order?'),
      user('Six two eight.'),
      agent(
        'I have it. The parcel left our warehouse on Monday, and it has been at the depot since Wednesday morning.',
      ),
      user("So why hasn't it been delivered? I was at home all day."),
      agent('The label shows no flat number, so the driver could not find your door bell.'),
      user('I see. It is flat nine, on the second floor.'),
      agent('I have added that. The driver can come tomorrow between eight and twelve. Would that suit you?'),
      user('Tomorrow is fine, but please not before nine.'),
      agent("Then I'll put down nine to twelve, and you get a text message when the driver is near."),
    ],
    closing: [
      user('That is perfect. Thank you, Sam.'),
      agent('My pleasure, and sorry again for the trouble. Goodbye.'),
    ],
    summary:
      'A parcel waited at the depot for lack of a flat number. Address completed, new delivery tomorrow before noon.',
    intents: [{ name: 'delivery_status', confidence: 0.9 }],
    resolution: null,
  },
  {
    name: 'appointment',
    opening: {
      inbound: [
        agent('Front desk, Alex speaking. Good afternoon.'),
        user('Good afternoon. I have an appointment on Thursday, and I need to move it.'),
      ],
      outbound: [
        user('Hello?'),
        agent('Good afternoon, Alex from the front desk. I am calling about your appointment on Thursday.'),
        user('That is a lucky coincidence. I need to move it.'),
      ],
    },
    body: [
      agent('That is no problem. Under which name is it booked?'),
      user('Under Jordan Bell, at half past two.'),
      agent('I have found it. What would suit you better?'),
      user('Any morning next week, if you have something.'),
      agent('I can offer Monday at ten fifteen or Wednesday at nine.'),
      user('Wednesday at nine would be great. Do I have to bring anything?'),
      agent('Just the form that we sent you. If you have lost it, come ten minutes early and fill in a new one.'),
      user('I still have it somewhere. And where can I park?'),
      agent('Behind the building. The first hour is free.'),
    ],
    closing: [
      agent('So, that is next Wednesday at nine in the morning. You will get a reminder the day before.'),
      user('Thank you, see you then.'),
      agent('See you on Wednesday.'),
    ],
    summary: 'The appointment on Thursday was moved to next Wednesday at nine in the morning.',
    intents: [{ name: 'reschedule_appointment', confidence: 0.94 }],
    resolution: null,
  },
  {
    name: 'plan_change',
    opening: {
      inbound: [
        agent('Welcome to the accounts team, my name is Kim.'),
        user('Hi Kim. We are nine people now, and our plan only has five seats.'),
      ],
      outbound: [
        user('Hello, Taylor speaking.'),
        agent('Hi Taylor, this is Kim from the accounts team. You asked for advice about your plan.'),
        user('Yes. We are nine people now, and the plan only has five seats.'),
      ],
    },
    body: [
      agent('Congratulations on growing. Do all nine take calls, or do some only read reports?'),
      user('Six take calls. The other three just look at the numbers.'),
      agent('Then you need six full seats, because people who only read are free.'),
      user('Oh, I did not know that. What does one more seat cost?'),
      agent('Eighteen dollars a month, or fifteen if you pay for the year.'),
      user('Let us stay with monthly for now.'),
      agent('Fine. I can switch it on today, and you pay only for the rest of this month.'),
      user('And can we go back if somebody leaves?'),
      agent('At any time, from the settings page. It counts from the next invoice.'),
      user('That sounds fair. Please add the seat.'),
    ],
    closing: [
      agent('It is done. Your colleague can sign in right away.'),
      user('Great, thank you for the good advice.'),
      agent('Happy to help. Goodbye, Taylor.'),
    ],
    summary: 'The team grew to nine. One full seat was added on monthly payment; three readers need no seat.',
    intents: [{ name: 'plan_change', confidence: 0.88 }],
    resolution: null,
  },
  {
    name: 'thanks_callback',
    opening: {
      inbound: [
        agent('Customer care, this is Jamie.'),
        user('Hello Jamie. Somebody from your team tried to reach me this morning.'),
      ],
      outbound: [
        user('Hello?'),
        agent('Hello, this is Jamie from customer care, returning your call from this morning.'),
        user('Thank you for calling back so soon.'),
      ],
    },
    body: [
      agent('It is about the broken headset that you reported. We wanted to know whether the new one has arrived.'),
      user('It came yesterday, and it works very well.'),
      agent('I am glad to hear it. Was the sound clear from the start?'),
      user('At first it was too quiet, but then I found the wheel on the cable.'),
      agent('That wheel hides rather well. Shall I close your request?'),
      user('Please do. And tell your colleague thanks from me. She was very patient.'),
    ],
    closing: [
      agent('I will pass that on. It will make her day.'),
      user('Good. Take care.'),
      agent('You too. Goodbye.'),
    ],
    summary: 'A follow-up on a replaced headset: it works, the request was closed, and the customer sent thanks.',
    intents: [{ name: 'follow_up', confidence: 0.83 }],
    resolution: null,
  },
  {
    name: 'outage_report',
    opening: {
      inbound: [
        agent('Technical support, Morgan here. What is happening?'),
        user('Hi. The lock on our front door has been offline since six this morning.'),
      ],
      outbound: [
        user('Hello, reception.'),
        agent('Hello, Morgan from technical support. We saw that your front door lock is offline.'),
        user('Yes, since about six this morning.'),
      ],
    },
    body: [
      agent('Can people still get in and out?'),
      user('With the key, yes. But the cards do not work.'),
      agent('All right. Is the small light next to the handle green, red or dark?'),
      user('It blinks red, twice, and then it stops.'),
      agent('That means that the lock has lost the network. Was the router changed or moved?'),
      user('The night shift moved it to the other room, now that you mention it.'),
      agent('That is too far away. Could somebody put it back for a moment while we talk?'),
      user('Give me a second. There, it is back, and the light has turned green.'),
      agent('I can see the lock as well. I opened and closed it once as a test.'),
      user('I heard it click. And my card works.'),
    ],
    closing: [
      agent('Then leave the router there. I will send you an offer for a second one.'),
      user('Good idea. Thank you for the quick help.'),
      agent('Any time. Goodbye.'),
    ],
    summary: 'A door lock lost the network after the router was moved. Router put back, lock tested, works again.',
    intents: [{ name: 'technical_issue', confidence: 0.91 }],
    resolution: null,
  },
  {
    name: 'returns',
    opening: {
      inbound: [
        agent('Returns desk, this is Casey. How can I help you today?'),
        user('I ordered a blue jacket, and a green one was in the box.'),
      ],
      outbound: [
        user('Hello, yes?'),
        agent('Hello, Casey from the returns desk. You wrote that you were sent the wrong jacket.'),
        user('I was. I ordered blue, and a green one was in the box.'),
      ],
    },
    body: [
      agent('That is our mistake. Do you want the blue one, or would you rather have your money back?'),
      user('The blue one, if it is still there in medium.'),
      agent('It is. I have put the last one aside for you.'),
      user('And what do I do with the green one?'),
      agent('Put it back into the same box. I will send you a label that you do not have to pay for.'),
      user('Do you wait for it before you send the right one?'),
      agent('No, yours leaves tonight. Just drop the parcel off within two weeks.'),
    ],
    closing: [
      user('That is very kind. Thank you, Casey.'),
      agent('Thank you for telling us. Enjoy the jacket.'),
      user('I will. Goodbye.'),
    ],
    summary: 'The wrong colour was delivered. The right jacket leaves tonight, and a free return label was sent.',
    intents: [{ name: 'return_or_exchange', confidence: 0.93 }],
    resolution: null,
  },
];

/** A caller alone with the voicemail box. */
export const VOICEMAILS: readonly Script[] = [
  {
    name: 'voicemail_callback',
    opening: whoeverCalls(user('Hello, this is Jordan Bell.')),
    body: [
      user('I am calling about my order from last Friday. The confirmation never came.'),
      user('Please call me back after four, at the number that you see.'),
    ],
    closing: [user('Thank you, goodbye.')],
    summary: 'Jordan Bell asks for a call after four about an order without confirmation.',
    intents: [],
    resolution: null,
  },
  {
    name: 'voicemail_invoice',
    opening: whoeverCalls(user('Good evening, my name is Priya Nair, from Elm Street Dental.')),
    body: [
      user('We need last month’s invoice with our new company address on it.'),
      user('There is no hurry, but our accountant closes the books on the fifteenth.'),
      user('An e-mail is enough, you do not have to call.'),
    ],
    closing: [user('Many thanks, and have a nice evening.')],
    summary: 'Priya Nair needs the last invoice with the new company address by the fifteenth; an e-mail is enough.',
    intents: [],
    resolution: null,
  },
  {
    name: 'voicemail_urgent',
    opening: whoeverCalls(user('Hi, it is Lee, from the warehouse in Denver.')),
    body: [
      user('Our side door does not lock any more, and we close in two hours.'),
      user('I have tried new batteries already. The motor turns, but the bolt stays where it is.'),
    ],
    closing: [user('Please call as soon as you hear this. Thanks.')],
    summary:
      'Lee reports that a side door no longer locks although the batteries are new, and asks for an urgent call.',
    intents: [],
    resolution: null,
  },
];

/** Fin, the voice agent, and a caller. */
export const FIN_CONVERSATIONS: readonly Script[] = [
  {
    name: 'fin_billing',
    opening: whoeverCalls(
      fin('Hi, I am Fin, an AI agent. I can help with orders, invoices and your account. What is it about?'),
      user('My invoice is higher than usual, and I do not know why.'),
    ),
    body: [
      fin(
        'I can check that. I found your account by the number that you are calling from. Is this for the July invoice?',
      ),
      user('Yes, July.'),
      fin('In July you added two phone numbers in the middle of the month. They cost seven dollars more.'),
      user('Ah, those are the numbers for the new office. Will it be the same in August?'),
      fin('In August they count for the whole month, so it will be fourteen dollars more than before.'),
      user('Good to know. That answers it.'),
    ],
    closing: [
      fin('I am glad that it is clear. Can I help with anything else?'),
      user('No, thank you. Bye.'),
      fin('Thank you for calling. Goodbye.'),
    ],
    summary:
      'The caller asked why the July invoice was higher than usual. Fin explained that two phone numbers had been added in the middle of the month for the new office, seven dollars in July and fourteen from August on, and the caller confirmed that the question was answered.',
    intents: [
      { name: 'billing_question', confidence: 0.92 },
      { name: 'invoice_explanation', confidence: 0.74 },
    ],
    resolution: 'confirmed_resolution',
  },
  {
    name: 'fin_opening_hours',
    opening: whoeverCalls(
      fin('Hello, this is Fin, an AI agent. How can I help you today?'),
      user('Are you open on Saturday?'),
    ),
    body: [
      fin('Yes. On Saturdays the shop is open from ten until four.'),
      user('And can I bring something back without a receipt?'),
      fin('You can, as long as you show the card that you paid with. It must be within thirty days.'),
    ],
    closing: [user('Okay, thanks.'), fin('You are welcome. Goodbye.')],
    summary: 'The caller asked about Saturday hours and returns without a receipt. Fin answered both.',
    intents: [
      { name: 'opening_hours', confidence: 0.97 },
      { name: 'return_policy', confidence: 0.81 },
    ],
    resolution: 'assumed_resolution',
  },
  {
    name: 'fin_hand_over',
    opening: whoeverCalls(
      fin('Hi, you are talking to Fin, an AI agent. What can I do for you?'),
      user('I want to cancel my contract, because the repair has failed three times.'),
    ),
    body: [
      fin('I am sorry that it took so many attempts. Which device is it?'),
      user('The lock on the garage. Every time it works for a week, and then it is dead again.'),
      fin('I can see the three visits. I could book a fourth one for tomorrow, at no cost.'),
      user('No. I would like to speak with a person, please.'),
    ],
    closing: [
      fin('I understand. I will connect you with a colleague and pass on what you told me. Please hold the line.'),
      user('Thank you.'),
    ],
    summary:
      'The caller wants to cancel the contract because a garage lock has failed again after three repairs, each of which held for about a week. Fin offered a fourth visit at no cost, the caller declined and asked for a person, and the call was handed over to the team together with these notes.',
    intents: [
      { name: 'cancel_contract', confidence: 0.89 },
      { name: 'speak_to_human', confidence: 0.98 },
    ],
    resolution: 'escalated',
  },
  {
    name: 'fin_delivery',
    opening: whoeverCalls(
      fin('Hello, I am Fin, an AI agent. Tell me in a few words why you are calling.'),
      user('I want to know where my order is.'),
    ),
    body: [
      fin('Gladly. Please say the six digits of your order number.'),
      user('Five one zero, three three two.'),
      fin('Thank you. It was handed to the carrier last night and should reach you on Friday.'),
      user('Can you leave it with a neighbour if I am out?'),
      fin('Yes. Shall I write down the house to the left or to the right of yours?'),
      user('To the left, number twelve.'),
      fin('Done. The driver will ring at your door first, and then at number twelve.'),
    ],
    closing: [user('Perfect, that was easy.'), fin('Thank you for your call. Have a nice day.')],
    summary:
      'The caller asked for the state of order 510332. It arrives on Friday, and the neighbour at number twelve may take it.',
    intents: [
      { name: 'order_status', confidence: 0.96 },
      { name: 'delivery_instructions', confidence: 0.85 },
    ],
    resolution: 'confirmed_resolution',
  },
  {
    name: 'fin_unhappy',
    opening: whoeverCalls(
      fin('Hello, this is Fin, an AI agent. What is your question?'),
      user('My router shows an orange light.'),
    ),
    body: [
      fin('An orange light often means a loose cable. Please push the yellow cable in until it clicks.'),
      user('I did that yesterday. It changed nothing.'),
      fin('Then please switch the router off, wait for one minute, and switch it on again.'),
      user('I have done that ten times. You are only reading me the manual.'),
    ],
    closing: [
      fin('I am sorry that I could not solve it. A technician will write to you within the hour.'),
      user('I hope so. Goodbye.'),
    ],
    summary:
      'The caller reported an orange light on the router. The usual steps did not help, and the caller was not content.',
    intents: [{ name: 'technical_issue', confidence: 0.78 }],
    resolution: 'negative_feedback',
  },
];
