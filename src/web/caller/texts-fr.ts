/** All that the caller's page says in French. A long table: the keys are those of `texts.ts`. */
import { counted } from './plural.ts';
import type { Texts } from './texts-en.ts';

/** The texts. */
export const fr: Texts = {
  call: 'Appeler',
  callAgain: 'Rappeler',
  tryAgain: 'Réessayer',
  readyTitle: 'Parlez-nous',
  readyBody:
    'Appelez-nous depuis votre navigateur. Quand vous appuyez sur Appeler, il vous demande si cette page peut utiliser votre micro.',
  readyPrivacy: 'Votre micro ne sert que pendant l’appel.',
  yourName: 'Votre nom',
  optional: '(facultatif)',
  language: 'Langue de l’appel',
  languageOfPage: 'Cette page reste en français.',

  askingTitle: 'Autorisez le micro',
  askingBody:
    'Votre navigateur demande si cette page peut utiliser votre micro. Choisissez « Autoriser » pour que nous vous entendions.',
  cancel: 'Annuler',

  problem: {
    denied: ['Le micro est bloqué', 'Sans lui, nous ne pouvons pas vous entendre. Voici comment l’autoriser :'],
    no_microphone: ['Aucun micro trouvé', 'Branchez un micro ou un casque, puis réessayez.'],
    microphone_busy: ['Micro déjà utilisé', 'Un autre programme l’utilise peut-être. Fermez-le, puis réessayez.'],
    unsupported: [
      'Ce navigateur ne permet pas d’appeler',
      'Il faut un navigateur récent et une adresse sécurisée qui commence par https. Essayez un autre navigateur ou rouvrez le lien.',
    ],
  },
  howToAllow: {
    chromium: [
      'Cliquez sur l’icône à gauche de l’adresse.',
      'Réglez « Microphone » sur « Autoriser ».',
      'Appuyez sur Réessayer.',
    ],
    android: [
      'Touchez l’icône à gauche de l’adresse, puis « Autorisations ».',
      'Autorisez « Microphone ».',
      'Appuyez sur Réessayer.',
    ],
    firefox: [
      'Cliquez sur le micro barré à côté de l’adresse.',
      'Supprimez le blocage.',
      'Appuyez sur Réessayer, puis sur « Autoriser ».',
    ],
    safari: [
      'Ouvrez Safari › Réglages › Sites web › Microphone.',
      'Réglez cette page sur « Autoriser ».',
      'Appuyez sur Réessayer.',
    ],
    ios: [
      'Touchez le menu de la page à côté de l’adresse, puis « Réglages du site web ».',
      'Réglez « Micro » sur « Autoriser ».',
      'Appuyez sur Réessayer.',
    ],
    other: [
      'Ouvrez les réglages de votre navigateur pour cette page.',
      'Autorisez le micro.',
      'Appuyez sur Réessayer.',
    ],
  },
  systemMayBlock:
    'S’il y est déjà autorisé, les réglages de votre appareil le bloquent peut-être pour tout le navigateur.',

  connectingTitle: 'Connexion…',
  connectingBody: 'Un instant, s’il vous plaît.',

  menuTitle: 'Quel est le sujet de votre appel ?',
  menuBody: 'Choisissez ici, ou appuyez sur le chiffre du clavier.',
  menuSpoken: 'Écoutez, puis appuyez sur le chiffre du clavier.',
  menuBack: 'Retour',
  consentTitle: 'Pouvons-nous enregistrer cet appel ?',
  consentBody: 'Vous serez mis en relation dans tous les cas.',
  consentYes: 'Oui, enregistrez-le',
  consentNo: 'Non, n’enregistrez pas',

  queueTitle: 'Veuillez patienter',
  queueNext: 'Vous êtes le prochain appel.',
  queuePosition: (position) => `Vous êtes en position ${position}.`,
  queueSoon: 'Quelqu’un va bientôt vous répondre.',
  queueUnstaffed: 'Personne n’est disponible pour le moment.',
  ifUnstaffed: {
    voicemail: 'Si personne ne revient bientôt, vous pourrez laisser un message.',
    call_back: 'Si personne ne revient bientôt, nous vous rappellerons.',
    message_only: 'Si personne ne revient bientôt, l’appel prendra fin. Vous pourrez rappeler plus tard.',
    menu: 'Si personne ne revient bientôt, nous vous passerons à une autre équipe.',
    wait: 'Vous gardez votre place dans la file. Vous pouvez aussi demander à être rappelé.',
  },
  queueHandedOn: 'Nous cherchons une autre personne pour vous répondre.',
  waitShort: 'Attente estimée : moins d’une minute.',
  wait: (minutes) => `Attente estimée : environ ${counted('fr', minutes, 'minute', 'minutes')}.`,
  queueMusic: 'Vous entendrez de la musique en attendant. Gardez cette page ouverte.',

  callBackOffer: 'Rappelez-moi plutôt',
  callBackTitle: 'Demander un rappel',
  callBackNumber: 'Votre numéro de téléphone',
  callBackHint: 'Ajoutez l’indicatif du pays si le numéro n’est pas d’ici, par exemple +1 415 555 0148.',
  callBackAsk: 'Continuer',
  callBackConfirm: 'Est-ce bien votre numéro ?',
  callBackYes: 'Rappelez-moi',
  callBackChange: 'Modifier le numéro',
  callBackFault: {
    call_back_unreadable: 'Saisissez un numéro de téléphone valide, avec l’indicatif du pays.',
    call_back_refused: 'Nous ne pouvons pas appeler ce numéro. Saisissez un numéro fixe ou mobile de notre zone.',
    call_back_emergency:
      'Nous ne pouvons pas appeler les numéros d’urgence. En cas d’urgence, appelez depuis un téléphone.',
    call_back_too_many: 'Trop de rappels ont été demandés.',
    call_back_closed: 'Nous ne pouvons pas vous rappeler pour le moment.',
  },

  ringingTitle: 'Ça sonne…',
  ringingBody: (agent) => (agent === null ? 'Nous vous mettons en relation…' : `Nous vous passons ${agent}…`),

  talkingTitle: (agent) => (agent === null ? 'Vous êtes en ligne' : `Vous parlez à ${agent}`),
  voiceAgentTitle: 'Vous parlez à notre assistant vocal',
  voiceAgentBody:
    'C’est un programme informatique qui comprend l’anglais. Posez votre question, ou dites « person » à tout moment.',
  toPerson: 'Parler à une personne',
  heldTitle: 'En attente',
  heldBody: (agent) => (agent === null ? 'Nous revenons tout de suite.' : `${agent} revient tout de suite.`),
  recorded: 'Cet appel est enregistré',
  recordingPaused: 'L’enregistrement est en pause',
  duration: 'Durée',
  muted: 'Votre micro est coupé : nous ne vous entendons pas.',
  deviceMuted: 'Votre appareil a désactivé le micro.',
  unheard: 'Aucun son ne vient de votre micro. Vérifiez qu’il est allumé et qu’aucun autre programme ne l’utilise.',
  offline: 'La connexion à notre serveur est perdue. Votre appel continue pendant que nous la rétablissons.',
  choppy: 'Le son est interrompu. Patientez un instant.',
  silent: 'Votre navigateur ne joue pas encore le son.',
  soundOn: 'Activer le son',

  voicemailTitle: 'Laissez un message',
  voicemailBody:
    'Personne n’est disponible pour le moment. Parlez après le bip, puis appuyez sur Terminé quand vous avez fini.',
  done: 'Terminé',

  mute: 'Couper le micro',
  keypad: 'Clavier',
  hangUp: 'Raccrocher',
  digitNames: { '*': 'étoile', '#': 'dièse' },
  digitsPressed: 'Chiffres saisis',

  interruptedTitle: 'Reconnexion…',
  interruptedBody: 'Votre connexion a été interrompue. Nous gardons votre appel.',
  interruptedLeft: (seconds) => `Encore ${counted('fr', seconds, 'seconde', 'secondes')} au plus.`,

  ended: {
    finished: ['L’appel est terminé', 'Merci de votre appel.'],
    failed: ['L’appel est terminé', 'Personne n’était disponible. Vous pouvez réessayer.'],
    cut_off: ['L’appel est terminé', 'La connexion a été perdue. Vous pouvez rappeler.'],
    closed: ['Nous sommes fermés', 'Veuillez rappeler plus tard.'],
    unavailable: ['Personne n’a pu prendre votre appel', 'Veuillez rappeler plus tard.'],
    voicemail: ['Merci', 'Nous avons reçu votre message.'],
    call_back: ['Nous vous rappellerons', 'Gardez votre téléphone à portée de main. Vous pouvez fermer cette page.'],
  },
  hungUp: ['Vous avez raccroché', 'Vous pouvez rappeler à tout moment.'],

  failure: {
    closed: ['Cette ligne est fermée', 'Elle ne prend pas d’appels en ce moment. Veuillez rappeler plus tard.'],
    busy: ['Toutes les lignes sont occupées', 'Personne ne peut prendre votre appel pour le moment.'],
    too_many: ['Trop d’appels', 'Il y a trop d’appels depuis votre réseau.'],
    malformed: ['Cela n’a pas fonctionné', 'Le serveur n’a pas compris cette page. Rechargez-la.'],
    unknown_call: ['L’appel est terminé', 'Il a pris fin pendant votre absence.'],
    sound_refused: ['Pas de son', 'Le son de ce navigateur n’a pas pu être connecté. Essayez un autre navigateur.'],
    no_connection: [
      'Votre réseau bloque les appels',
      'Le son ne passe pas : un pare-feu ou un VPN en est peut-être la cause. Essayez un autre réseau, par exemple les données mobiles.',
    ],
    internal: ['Une erreur est survenue', 'Le problème vient de chez nous. Veuillez réessayer dans un instant.'],
    unreachable: ['Pas de connexion', 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.'],
    lost: ['La connexion est perdue', 'Nous n’avons pas pu garder votre appel plus longtemps. Vous pouvez rappeler.'],
    elsewhere: ['Votre appel continue ailleurs', 'Une autre fenêtre de ce navigateur l’a repris.'],
  },
  retryIn: (seconds) => {
    const minutes = Math.ceil(seconds / 60);
    if (minutes > 90) return `Réessayez dans environ ${Math.round(minutes / 60)} heures.`;
    return minutes <= 1 ? 'Réessayez dans une minute.' : `Réessayez dans ${minutes} minutes.`;
  },

  rateTitle: 'Comment s’est passé votre appel ?',
  rateWorst: 'mal',
  rateBest: 'bien',
  rateWords: 'Un commentaire ?',
  rateSend: 'Envoyer',
  rateThanks: 'Merci de votre retour.',
  rateLost: 'Votre commentaire n’a pas pu être envoyé : la connexion est perdue.',
};
