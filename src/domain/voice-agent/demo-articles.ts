/** The articles of the demo workspace, a shop for locks: a long table. The shop and its terms are made up. */
import type { ArticleDraft } from '../directory/article.ts';

type DemoArticle = Pick<ArticleDraft, 'title' | 'body' | 'phrasings'> & { readonly handsOver?: true };

const ARTICLES: readonly DemoArticle[] = [
  {
    title: 'Where is my order?',
    phrasings: [
      'I want to know where my order is',
      'My package has not arrived',
      'Track my order',
      'The delivery is late',
      'I have been waiting for my parcel',
      'What is the status of my order?',
    ],
    body: `Most orders leave our warehouse on the same day and arrive within **three working days**.

The link in your shipping e-mail shows where the parcel is. If it has not moved for five working days, we send a new one, at no cost.`,
  },
  {
    title: 'How long does delivery take, and what does it cost?',
    phrasings: [
      'How much does shipping cost?',
      'What does express delivery cost?',
      'How long does shipping take?',
      'Is delivery free?',
      'Can I get it by tomorrow?',
    ],
    body: `There are two ways:

- **Standard**: three working days, five dollars. It is free from fifty dollars on.
- **Express**: the next working day, twelve dollars, if you order before two in the afternoon.`,
  },
  {
    title: 'Do you ship to other countries?',
    phrasings: [
      'Do you ship to Canada?',
      'Can you deliver abroad?',
      'Do you send parcels to Mexico?',
      'International shipping',
    ],
    body: `We ship to the United States, Canada and Mexico. Canada and Mexico take **five to eight working days** and cost eighteen dollars.

Customs may ask you for a fee when the parcel arrives.`,
  },
  {
    title: 'How do I change the delivery address?',
    phrasings: [
      'I need to change the address of my order',
      'Send my order to a different address',
      'I have moved',
      'The address on my order is wrong',
    ],
    body: `As long as the order has not left, you can change its address yourself: open **My orders**, choose the order, then **Change address**.

Once it is on its way, the link in your shipping e-mail lets you choose another place or another day.`,
  },
  {
    title: 'How do I return something?',
    phrasings: [
      'I want to return an item',
      'I would like to send it back',
      'What is your return policy?',
      'Can I exchange my lock for another one?',
      'The lock does not fit, can I bring it back?',
    ],
    body: `You have **thirty days**. The lock must not have been mounted, and keys and screws must be complete.

1. Open **My orders** and choose **Return**.
2. Print the label that we send you.
3. Take the parcel to any post office.

You can also bring it to our shop, with your receipt or the card that you paid with.`,
  },
  {
    title: 'When do I get my money back?',
    phrasings: [
      'When do I get my refund?',
      'I have not received my refund',
      'How long does a refund take?',
      'What is your refund policy?',
    ],
    body: `We pay within **five working days** after the parcel has reached us, in the way in which you paid.

Your bank may need three more days to show it.`,
  },
  {
    title: 'What are your opening hours?',
    phrasings: [
      'When are you open?',
      'At what time do you close?',
      'Are you open on Saturday?',
      'Are you open on Sunday?',
      'Can I come by today?',
    ],
    body: `The shop is open **Monday to Friday from nine to six**, and on Saturday from ten to four. On Sunday it is closed.

The telephone is answered from eight to eight, every day.`,
  },
  {
    title: 'Where is your shop?',
    phrasings: ['What is your address?', 'How do I get to your store?', 'Is there parking?', 'Where are you located?'],
    body: `You find us at **twelve Harbor Street**, next to the old market hall. The bus lines four and nine stop in front of the door.

You can park behind the house, for one hour at no cost.`,
  },
  {
    title: 'I forgot my password',
    phrasings: [
      'How do I reset my password?',
      'I cannot log in',
      'My account is locked',
      'The app does not accept my password',
    ],
    body: `On the sign-in page, choose **Forgot password** and type your e-mail address. The link that we send works for one hour.

If nothing arrives, look into the spam folder. After five wrong passwords you have to wait for fifteen minutes.`,
  },
  {
    title: 'How do I change my e-mail address?',
    phrasings: [
      'I have a new e-mail address',
      'My email has changed',
      'Please change the email of my account',
      'Update my contact details',
    ],
    body: `Sign in, open **Profile**, and choose **Change e-mail**. We send a message to the new address; the change counts once you have opened the link in it.`,
  },
  {
    title: 'There is a mistake on my invoice',
    phrasings: [
      'I was charged twice',
      'There is a wrong charge on my bill',
      'The invoice you sent me is wrong',
      'I have a question about my bill',
      'Why is my invoice higher than usual?',
    ],
    body: `A second line for the same order is nearly always a **reservation** by your bank. It goes away by itself within three working days.

If it is still there after that, or if an amount is wrong, a colleague looks at it with you.`,
  },
  {
    title: 'How do I cancel my care plan?',
    phrasings: [
      'I want to cancel my subscription',
      'Cancel my contract',
      'Stop my subscription',
      'I do not want the service anymore',
    ],
    handsOver: true,
    body: `You can cancel the care plan at any time, to the end of the month. What you have paid for longer than that is paid back.

A colleague checks that it is really you, and then cancels it at once.`,
  },
  {
    title: 'How long is the warranty?',
    phrasings: [
      'Is there a warranty on the lock?',
      'Is there a guarantee?',
      'My lock broke after a year, is it covered?',
      'Does the warranty cover the battery?',
    ],
    body: `Every lock has a warranty of **three years**, its electronics of two. Batteries are not part of it.

Keep the receipt. With a care plan, the warranty continues for as long as the plan.`,
  },
  {
    title: 'How do I replace the batteries?',
    phrasings: [
      'The battery is empty',
      'My lock beeps',
      'The lock shows a red light',
      'Which batteries do I need?',
      'The battery does not last long',
    ],
    body: `The lock needs **four AA batteries**, alkaline and all of the same kind. They last for about a year.

1. Slide the lid on the inside down.
2. Take all four out, and wait for ten seconds.
3. Put the new ones in, until the light turns green.

Your codes are kept.`,
  },
  {
    title: 'The lock does not open',
    phrasings: [
      'My lock does not open anymore',
      'The door does not open',
      'The keypad does not respond',
      'My code does not work',
      'The lock is stuck',
      'The lock is broken',
    ],
    body: `First pull the door towards you while you type the code: often the bolt is only jammed.

If the keypad stays dark, its batteries are empty. Hold a **nine-volt battery** against the two contacts below the keypad, and type your code again.

If that does not help, a technician can come today.`,
  },
  {
    title: 'I lost my key',
    phrasings: [
      'I lost my keys',
      'I am locked out',
      'I am standing in front of my door and cannot get in',
      'My key was stolen',
      'I need a new key',
    ],
    handsOver: true,
    body: `A technician is with you **within ninety minutes**, day and night. You will have to show that you live there.

A lost key can be blocked at once, so that it opens nothing any more.`,
  },
  {
    title: 'How do I add a code for a guest?',
    phrasings: [
      'Create a new code',
      'I want to give my cleaner a code',
      'How do I delete a code?',
      'How do I change my code?',
      'Add a fingerprint',
    ],
    body: `In the app, choose your lock, then **Codes**, then **New code**. You decide for how long it works: for good, for some days, or for certain hours.

A fingerprint is added in the same place, while the person stands at the door.`,
  },
  {
    title: 'Does the lock fit my door?',
    phrasings: [
      'Will it fit my door?',
      'Which lock do I need?',
      'How thick may the door be?',
      'Does it work with a glass door?',
      'Is it hard to install?',
    ],
    body: `Our locks fit doors of wood, metal or plastic that are **one and a half to two and a half inches** thick. For doors of glass there is a model of its own.

Send us a picture of your present lock from the side, and we tell you which one fits.`,
  },
  {
    title: 'How do I connect the lock to the internet?',
    phrasings: [
      'The lock does not connect to wifi',
      'The app does not find my lock',
      'My lock is offline',
      'How do I set up the app?',
      'How do I pair the lock with my phone?',
    ],
    body: `The lock speaks with the little **bridge** that came with it, and the bridge with your network. It must be within thirty feet of the door.

1. Plug the bridge in, and wait until its light blinks blue.
2. In the app, choose **Add lock**.
3. Choose your network. It has to be one of 2.4 gigahertz.`,
  },
  {
    title: 'How do I book a technician?',
    phrasings: [
      'I need an appointment',
      'Can somebody install the lock for me?',
      'I want to change my appointment',
      'When does the technician come?',
      'How much does installation cost?',
    ],
    body: `Fitting a lock costs **eighty dollars** and takes about an hour. You can choose a day and a time of two hours under **Appointments**.

You can move or cancel an appointment until noon of the day before.`,
  },
];

/** All of them, as they are written into a fresh database. */
export const DEMO_ARTICLES: readonly ArticleDraft[] = ARTICLES.map(({ handsOver = false, ...article }) => ({
  ...article,
  handsOver,
  lang: 'en',
  status: 'published',
}));
