/**
 * All that the caller's page says in Spanish. A long table: the keys are those of `texts-en.ts`. Callers are addressed
 * formally.
 */
import { counted } from './plural.ts';
import type { Texts } from './texts-en.ts';

/** The texts. */
export const es: Texts = {
  call: 'Llamar',
  callAgain: 'Volver a llamar',
  tryAgain: 'Reintentar',
  readyTitle: 'Hable con nosotros',
  readyBody:
    'Llámenos desde su navegador. Al pulsar Llamar, el navegador le preguntará si esta página puede usar el micrófono.',
  readyPrivacy: 'Usamos su micrófono solo durante la llamada.',
  yourName: 'Su nombre',
  optional: '(opcional)',
  language: 'Idioma de la llamada',
  languageOfPage: 'Esta página sigue en español.',

  askingTitle: 'Permita el micrófono',
  askingBody: 'Su navegador pregunta si esta página puede usar el micrófono. Elija «Permitir» para que podamos oírle.',
  cancel: 'Cancelar',

  problem: {
    denied: ['El micrófono está bloqueado', 'Sin él no podemos oírle. Así puede permitirlo:'],
    no_microphone: ['No se encontró ningún micrófono', 'Conecte un micrófono o unos auriculares e inténtelo de nuevo.'],
    microphone_busy: [
      'El micrófono está en uso',
      'Es posible que lo use otro programa. Ciérrelo e inténtelo de nuevo.',
    ],
    unsupported: [
      'Este navegador no permite llamar',
      'Para llamar se necesita un navegador actual y una dirección segura que empiece por https. Pruebe con otro navegador o vuelva a abrir el enlace.',
    ],
  },
  howToAllow: {
    chromium: [
      'Pulse el icono a la izquierda de la dirección.',
      'Ponga «Micrófono» en «Permitir».',
      'Pulse Reintentar.',
    ],
    android: [
      'Toque el icono a la izquierda de la dirección y luego «Permisos».',
      'Permita «Micrófono».',
      'Toque Reintentar.',
    ],
    firefox: [
      'Pulse el micrófono tachado junto a la dirección.',
      'Quite el bloqueo.',
      'Pulse Reintentar y, cuando se le pregunte, «Permitir».',
    ],
    safari: [
      'Abra Safari › Ajustes › Sitios web › Micrófono.',
      'Ponga esta página en «Permitir».',
      'Pulse Reintentar.',
    ],
    ios: [
      'Toque el menú de la página junto a la dirección y luego «Ajustes del sitio web».',
      'Ponga «Micrófono» en «Permitir».',
      'Toque Reintentar.',
    ],
    other: ['Abra los ajustes de su navegador para esta página.', 'Permita el micrófono.', 'Pulse Reintentar.'],
  },
  systemMayBlock:
    'Si ya está permitido ahí, puede que los ajustes de su dispositivo lo bloqueen para todo el navegador.',

  connectingTitle: 'Conectando…',
  connectingBody: 'Un momento, por favor.',

  menuTitle: '¿Cuál es el motivo de su llamada?',
  menuBody: 'Elija aquí o pulse el dígito en el teclado.',
  menuSpoken: 'Escuche y pulse el dígito en el teclado.',
  menuBack: 'Atrás',
  consentTitle: '¿Podemos grabar esta llamada?',
  consentBody: 'Le atenderemos en cualquier caso.',
  consentYes: 'Sí, grábenla',
  consentNo: 'No, no la graben',

  queueTitle: 'Espere, por favor',
  queueNext: 'Usted es el siguiente.',
  queuePosition: (position) => `Está en la posición ${position}.`,
  queueSoon: 'En breve le atenderán.',
  queueUnstaffed: 'No hay nadie disponible en este momento.',
  ifUnstaffed: {
    voicemail: 'Si nadie queda libre pronto, podrá dejar un mensaje.',
    call_back: 'Si nadie queda libre pronto, le devolveremos la llamada.',
    message_only: 'Si nadie queda libre pronto, la llamada terminará. Puede volver a llamar más tarde.',
    menu: 'Si nadie queda libre pronto, le pasaremos con otro equipo.',
    wait: 'Conserva su lugar. También puede pedir que le llamemos.',
  },
  queueHandedOn: 'Estamos buscando a otra persona que le atienda.',
  waitShort: 'Espera estimada: menos de un minuto.',
  wait: (minutes) => `Espera estimada: alrededor de ${counted('es', minutes, 'minuto', 'minutos')}.`,
  queueMusic: 'Oirá música mientras espera. Mantenga abierta esta página.',

  callBackOffer: 'Prefiero que me llamen',
  callBackTitle: 'Pedir que le llamemos',
  callBackNumber: 'Su número de teléfono',
  callBackHint: 'Incluya el prefijo del país si el número no es de aquí, por ejemplo +1 415 555 0148.',
  callBackAsk: 'Continuar',
  callBackConfirm: '¿Es este su número?',
  callBackYes: 'Llámenme',
  callBackChange: 'Cambiar el número',
  callBackFault: {
    call_back_unreadable: 'Escriba un número de teléfono válido, con el prefijo del país.',
    call_back_refused: 'No podemos llamar a este número. Escriba un número fijo o móvil de nuestra zona.',
    call_back_emergency: 'No podemos llamar a números de emergencia. En una emergencia, llame desde un teléfono.',
    call_back_too_many: 'Se han pedido demasiadas llamadas.',
    call_back_closed: 'No podemos devolverle la llamada en este momento.',
  },

  ringingTitle: 'Sonando…',
  ringingBody: (agent) => (agent === null ? 'Le estamos poniendo con alguien…' : `Le pasamos con ${agent}…`),

  talkingTitle: (agent) => (agent === null ? 'Está en línea' : `Está hablando con ${agent}`),
  voiceAgentTitle: 'Está hablando con nuestro asistente de voz',
  voiceAgentBody:
    'Es un programa informático que entiende inglés. Haga su pregunta o diga «person» en cualquier momento.',
  toPerson: 'Hablar con una persona',
  heldTitle: 'En espera',
  heldBody: (agent) => (agent === null ? 'Enseguida vuelven con usted.' : `${agent} vuelve enseguida.`),
  recorded: 'Esta llamada se está grabando',
  recordingPaused: 'La grabación está en pausa',
  duration: 'Duración',
  muted: 'Su micrófono está silenciado: no podemos oírle.',
  deviceMuted: 'Su dispositivo ha apagado el micrófono.',
  unheard: 'No llega sonido de su micrófono. Compruebe que está encendido y que ningún otro programa lo usa.',
  offline: 'Se perdió la conexión con nuestro servidor. Su llamada continúa mientras la restablecemos.',
  choppy: 'El sonido se interrumpe. Espere un momento.',
  silent: 'Su navegador aún no reproduce el sonido.',
  soundOn: 'Activar el sonido',

  voicemailTitle: 'Deje un mensaje',
  voicemailBody:
    'No hay nadie disponible en este momento. Hable después de la señal y pulse Listo cuando haya terminado.',
  done: 'Listo',

  mute: 'Silenciar',
  keypad: 'Teclado',
  hangUp: 'Colgar',
  digitNames: { '*': 'asterisco', '#': 'almohadilla' },
  digitsPressed: 'Dígitos pulsados',

  interruptedTitle: 'Reconectando…',
  interruptedBody: 'Su conexión se ha interrumpido. Mantenemos su llamada.',
  interruptedLeft: (seconds) => `Como máximo ${counted('es', seconds, 'segundo', 'segundos')} más.`,

  ended: {
    finished: ['La llamada ha terminado', 'Gracias por llamar.'],
    failed: ['La llamada ha terminado', 'No había nadie disponible. Puede intentarlo de nuevo.'],
    cut_off: ['La llamada ha terminado', 'Se perdió la conexión. Puede volver a llamar.'],
    closed: ['Estamos cerrados', 'Vuelva a llamar más tarde, por favor.'],
    unavailable: ['Nadie pudo atender su llamada', 'Vuelva a llamar más tarde, por favor.'],
    voicemail: ['Gracias', 'Hemos recibido su mensaje.'],
    call_back: ['Le devolveremos la llamada', 'Tenga su teléfono a mano. Puede cerrar esta página.'],
  },
  hungUp: ['Ha colgado', 'Puede volver a llamar cuando quiera.'],

  failure: {
    closed: ['Esta línea está cerrada', 'Ahora no acepta llamadas. Vuelva a llamar más tarde, por favor.'],
    busy: ['Todas las líneas están ocupadas', 'Nadie puede atender su llamada en este momento.'],
    too_many: ['Demasiadas llamadas', 'Hay demasiadas llamadas desde su red.'],
    malformed: ['No ha funcionado', 'El servidor no entendió esta página. Vuelva a cargarla.'],
    unknown_call: ['La llamada ha terminado', 'Terminó mientras usted no estaba.'],
    sound_refused: ['Sin sonido', 'No se pudo conectar el sonido de este navegador. Pruebe con otro navegador.'],
    no_connection: [
      'Su red bloquea las llamadas',
      'El sonido no llega: puede que un cortafuegos o una VPN lo impida. Pruebe con otra red, por ejemplo los datos móviles.',
    ],
    internal: ['Algo salió mal', 'Hay un problema por nuestra parte. Inténtelo de nuevo en un momento.'],
    unreachable: ['Sin conexión', 'El servidor no responde. Compruebe su conexión e inténtelo de nuevo.'],
    lost: ['Se perdió la conexión', 'No pudimos mantener su llamada por más tiempo. Puede volver a llamar.'],
    elsewhere: ['Su llamada continúa en otro lugar', 'Otra ventana de este navegador la ha retomado.'],
  },
  retryIn: (seconds) => {
    const minutes = Math.ceil(seconds / 60);
    if (minutes > 90) return `Inténtelo de nuevo en unas ${Math.round(minutes / 60)} horas.`;
    return minutes <= 1 ? 'Inténtelo de nuevo en un minuto.' : `Inténtelo de nuevo en ${minutes} minutos.`;
  },

  rateTitle: '¿Qué tal la llamada?',
  rateWorst: 'mal',
  rateBest: 'bien',
  rateWords: '¿Algún comentario?',
  rateSend: 'Enviar',
  rateThanks: 'Gracias por su opinión.',
  rateLost: 'No se pudo enviar su comentario: se perdió la conexión.',
};
