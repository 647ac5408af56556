/**
 * All that the caller's page says in German. A long table: the keys are those of `texts-en.ts`. Callers are addressed
 * formally.
 */
import { counted } from './plural.ts';
import type { Texts } from './texts-en.ts';

/** The texts. */
export const de: Texts = {
  call: 'Anrufen',
  callAgain: 'Erneut anrufen',
  tryAgain: 'Erneut versuchen',
  readyTitle: 'Sprechen Sie mit uns',
  readyBody:
    'Rufen Sie uns aus Ihrem Browser an. Wenn Sie auf „Anrufen“ drücken, fragt er, ob diese Seite Ihr Mikrofon verwenden darf.',
  readyPrivacy: 'Wir verwenden Ihr Mikrofon nur während des Anrufs.',
  yourName: 'Ihr Name',
  optional: '(freiwillig)',
  language: 'Sprache des Anrufs',
  languageOfPage: 'Diese Seite bleibt auf Deutsch.',

  askingTitle: 'Mikrofon erlauben',
  askingBody:
    'Ihr Browser fragt, ob diese Seite Ihr Mikrofon verwenden darf. Wählen Sie „Zulassen“, damit wir Sie hören.',
  cancel: 'Abbrechen',

  problem: {
    denied: ['Das Mikrofon ist blockiert', 'Ohne Mikrofon können wir Sie nicht hören. So erlauben Sie es:'],
    no_microphone: [
      'Kein Mikrofon gefunden',
      'Schließen Sie ein Mikrofon oder ein Headset an und versuchen Sie es erneut.',
    ],
    microphone_busy: [
      'Mikrofon in Gebrauch',
      'Vielleicht verwendet es ein anderes Programm. Schließen Sie es und versuchen Sie es erneut.',
    ],
    unsupported: [
      'Dieser Browser kann nicht anrufen',
      'Anrufe brauchen einen aktuellen Browser und eine sichere Adresse, die mit https beginnt. Versuchen Sie einen anderen Browser oder öffnen Sie den Link erneut.',
    ],
  },
  howToAllow: {
    chromium: [
      'Klicken Sie auf das Symbol links neben der Adresse.',
      'Stellen Sie „Mikrofon“ auf „Zulassen“.',
      'Drücken Sie auf „Erneut versuchen“.',
    ],
    android: [
      'Tippen Sie auf das Symbol links neben der Adresse, dann auf „Berechtigungen“.',
      'Erlauben Sie „Mikrofon“.',
      'Tippen Sie auf „Erneut versuchen“.',
    ],
    firefox: [
      'Klicken Sie auf das durchgestrichene Mikrofon neben der Adresse.',
      'Heben Sie die Blockierung auf.',
      'Drücken Sie auf „Erneut versuchen“ und dann auf „Erlauben“.',
    ],
    safari: [
      'Öffnen Sie Safari › Einstellungen › Websites › Mikrofon.',
      'Stellen Sie diese Seite auf „Erlauben“.',
      'Drücken Sie auf „Erneut versuchen“.',
    ],
    ios: [
      'Tippen Sie auf das Seitenmenü neben der Adresse, dann auf „Website-Einstellungen“.',
      'Stellen Sie „Mikrofon“ auf „Erlauben“.',
      'Tippen Sie auf „Erneut versuchen“.',
    ],
    other: [
      'Öffnen Sie die Einstellungen Ihres Browsers für diese Seite.',
      'Erlauben Sie das Mikrofon.',
      'Drücken Sie auf „Erneut versuchen“.',
    ],
  },
  systemMayBlock:
    'Wenn es dort schon erlaubt ist, blockieren es vielleicht die Einstellungen Ihres Geräts für den ganzen Browser.',

  connectingTitle: 'Verbindung wird hergestellt…',
  connectingBody: 'Einen Moment bitte.',

  menuTitle: 'Worum geht es?',
  menuBody: 'Wählen Sie hier, oder drücken Sie die Ziffer auf dem Tastenfeld.',
  menuSpoken: 'Hören Sie zu und drücken Sie die Ziffer auf dem Tastenfeld.',
  menuBack: 'Zurück',
  consentTitle: 'Dürfen wir diesen Anruf aufzeichnen?',
  consentBody: 'Sie werden in jedem Fall verbunden.',
  consentYes: 'Ja, aufzeichnen',
  consentNo: 'Nein, nicht aufzeichnen',

  queueTitle: 'Bitte warten Sie',
  queueNext: 'Sie sind als Nächstes an der Reihe.',
  queuePosition: (position) => `Sie sind an Position ${position}.`,
  queueSoon: 'Es ist gleich jemand für Sie da.',
  queueUnstaffed: 'Im Moment ist niemand da.',
  ifUnstaffed: {
    voicemail: 'Wenn nicht bald jemand da ist, können Sie eine Nachricht hinterlassen.',
    call_back: 'Wenn nicht bald jemand da ist, rufen wir Sie zurück.',
    message_only: 'Wenn nicht bald jemand da ist, endet der Anruf. Sie können später erneut anrufen.',
    menu: 'Wenn nicht bald jemand da ist, verbinden wir Sie mit einem anderen Team.',
    wait: 'Sie behalten Ihren Platz. Sie können auch um einen Rückruf bitten.',
  },
  queueHandedOn: 'Wir suchen jemand anderen für Sie.',
  waitShort: 'Voraussichtliche Wartezeit: weniger als eine Minute.',
  wait: (minutes) => `Voraussichtliche Wartezeit: etwa ${counted('de', minutes, 'Minute', 'Minuten')}.`,
  queueMusic: 'Während Sie warten, hören Sie Musik. Lassen Sie diese Seite geöffnet.',

  callBackOffer: 'Lieber zurückrufen lassen',
  callBackTitle: 'Rückruf anfordern',
  callBackNumber: 'Ihre Telefonnummer',
  callBackHint: 'Mit Ländervorwahl, wenn die Nummer nicht von hier ist, zum Beispiel +1 415 555 0148.',
  callBackAsk: 'Weiter',
  callBackConfirm: 'Ist das Ihre Nummer?',
  callBackYes: 'Rufen Sie mich zurück',
  callBackChange: 'Nummer ändern',
  callBackFault: {
    call_back_unreadable: 'Geben Sie eine gültige Telefonnummer mit Ländervorwahl ein.',
    call_back_refused:
      'Diese Nummer können wir nicht anrufen. Geben Sie eine Festnetz- oder Mobilnummer aus unserem Gebiet ein.',
    call_back_emergency: 'Notrufnummern können wir nicht anrufen. Rufen Sie im Notfall von einem Telefon aus an.',
    call_back_too_many: 'Es wurden zu viele Rückrufe angefordert.',
    call_back_closed: 'Wir können Sie im Moment nicht zurückrufen.',
  },

  ringingTitle: 'Es klingelt…',
  ringingBody: (agent) => (agent === null ? 'Wir verbinden Sie…' : `Wir verbinden Sie mit ${agent}…`),

  talkingTitle: (agent) => (agent === null ? 'Sie sind verbunden' : `Sie sprechen mit ${agent}`),
  voiceAgentTitle: 'Sie sprechen mit unserem Sprachassistenten',
  voiceAgentBody:
    'Es ist ein Computerprogramm, das Englisch versteht. Stellen Sie Ihre Frage, oder sagen Sie jederzeit „person“.',
  toPerson: 'Mit einem Menschen sprechen',
  heldTitle: 'Gehalten',
  heldBody: (agent) => (agent === null ? 'Es ist gleich wieder jemand da.' : `${agent} ist gleich wieder da.`),
  recorded: 'Dieser Anruf wird aufgezeichnet',
  recordingPaused: 'Die Aufzeichnung ist angehalten',
  duration: 'Dauer',
  muted: 'Sie sind stummgeschaltet: Wir hören Sie nicht.',
  deviceMuted: 'Ihr Gerät hat das Mikrofon ausgeschaltet.',
  unheard:
    'Von Ihrem Mikrofon kommt kein Ton. Prüfen Sie, ob es eingeschaltet ist und kein anderes Programm es verwendet.',
  offline:
    'Die Verbindung zu unserem Server ist unterbrochen. Ihr Anruf geht weiter, während wir sie wiederherstellen.',
  choppy: 'Der Ton ist unterbrochen. Warten Sie einen Moment.',
  silent: 'Ihr Browser gibt den Ton noch nicht wieder.',
  soundOn: 'Ton einschalten',

  voicemailTitle: 'Hinterlassen Sie eine Nachricht',
  voicemailBody:
    'Im Moment ist niemand da. Sprechen Sie nach dem Signalton und drücken Sie auf „Fertig“, wenn Sie fertig sind.',
  done: 'Fertig',

  mute: 'Stumm',
  keypad: 'Tastenfeld',
  hangUp: 'Auflegen',
  digitNames: { '*': 'Stern', '#': 'Raute' },
  digitsPressed: 'Gedrückte Ziffern',

  interruptedTitle: 'Verbindung wird wiederhergestellt…',
  interruptedBody: 'Ihre Verbindung wurde unterbrochen. Wir halten Ihren Anruf.',
  interruptedLeft: (seconds) => `Noch höchstens ${counted('de', seconds, 'Sekunde', 'Sekunden')}.`,

  ended: {
    finished: ['Der Anruf ist beendet', 'Vielen Dank für Ihren Anruf.'],
    failed: ['Der Anruf ist beendet', 'Es war niemand da. Sie können es erneut versuchen.'],
    cut_off: ['Der Anruf ist beendet', 'Die Verbindung ist abgebrochen. Sie können erneut anrufen.'],
    closed: ['Wir haben geschlossen', 'Bitte rufen Sie später wieder an.'],
    unavailable: ['Niemand konnte Ihren Anruf annehmen', 'Bitte rufen Sie später wieder an.'],
    voicemail: ['Vielen Dank', 'Wir haben Ihre Nachricht erhalten.'],
    call_back: ['Wir rufen Sie zurück', 'Behalten Sie Ihr Telefon in der Nähe. Sie können diese Seite schließen.'],
  },
  hungUp: ['Sie haben aufgelegt', 'Sie können jederzeit erneut anrufen.'],

  failure: {
    closed: ['Diese Leitung ist geschlossen', 'Sie nimmt gerade keine Anrufe an. Bitte rufen Sie später wieder an.'],
    busy: ['Alle Leitungen sind belegt', 'Im Moment kann niemand Ihren Anruf annehmen.'],
    too_many: ['Zu viele Anrufe', 'Aus Ihrem Netz kommen zu viele Anrufe.'],
    malformed: ['Das hat nicht funktioniert', 'Der Server hat diese Seite nicht verstanden. Laden Sie sie neu.'],
    unknown_call: ['Der Anruf ist beendet', 'Er ist zu Ende gegangen, während Sie weg waren.'],
    sound_refused: [
      'Kein Ton',
      'Der Ton dieses Browsers konnte nicht verbunden werden. Versuchen Sie einen anderen Browser.',
    ],
    no_connection: [
      'Ihr Netz blockiert Anrufe',
      'Der Ton kommt nicht durch: Vielleicht ist eine Firewall oder ein VPN im Weg. Versuchen Sie ein anderes Netz, zum Beispiel mobile Daten.',
    ],
    internal: ['Etwas ist schiefgegangen', 'Das Problem liegt bei uns. Bitte versuchen Sie es gleich noch einmal.'],
    unreachable: [
      'Keine Verbindung',
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    ],
    lost: ['Die Verbindung ist abgebrochen', 'Wir konnten Ihren Anruf nicht länger halten. Sie können erneut anrufen.'],
    elsewhere: ['Ihr Anruf geht woanders weiter', 'Ein anderes Fenster dieses Browsers hat ihn übernommen.'],
  },
  retryIn: (seconds) => {
    const minutes = Math.ceil(seconds / 60);
    if (minutes > 90) return `Versuchen Sie es in etwa ${Math.round(minutes / 60)} Stunden erneut.`;
    return minutes <= 1 ? 'Versuchen Sie es in einer Minute erneut.' : `Versuchen Sie es in ${minutes} Minuten erneut.`;
  },

  rateTitle: 'Wie war Ihr Anruf?',
  rateWorst: 'schlecht',
  rateBest: 'gut',
  rateWords: 'Möchten Sie uns etwas dazu sagen?',
  rateSend: 'Senden',
  rateThanks: 'Vielen Dank für Ihre Rückmeldung.',
  rateLost: 'Ihre Rückmeldung konnte nicht gesendet werden: Die Verbindung ist abgebrochen.',
};
