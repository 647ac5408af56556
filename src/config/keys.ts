/** This is one table: every setting that the environment can have. docs/settings.md and `--help` are made of it. */

/** Every key with what it means. `secret` keys may come from a file: `<key>_FILE`. */
export const KEYS = {
  PATCHBAY_HOST: { default: '127.0.0.1', about: 'Address to listen on', secret: false },
  PATCHBAY_PORT: { default: '8080', about: 'Port to listen on; 0 takes a free one', secret: false },
  PATCHBAY_DATA_DIR: { default: './data', about: 'Where the embedded database and the recordings live', secret: false },
  PATCHBAY_DATABASE_URL: { default: '', about: 'Any PostgreSQL from 15 on, instead of the embedded one', secret: true },
  PATCHBAY_DATABASE_CONNECTIONS: {
    default: '16',
    about: 'Connections to the database in all, 8 to 500; a database that gives fewer stops the start',
    secret: false,
  },
  PATCHBAY_DISK_RESERVE_MB: {
    default: '256',
    about: 'Megabytes kept free below the data directory for the database: with less, recordings stop; 64 or more',
    secret: false,
  },
  PATCHBAY_PUBLIC_URL: {
    default: 'http://HOST:PORT',
    about: 'Public base URL, used in links and recordings',
    secret: false,
  },
  PATCHBAY_TRUSTED_PROXIES: {
    default: '',
    about:
      'Proxies in front of this server, comma-separated addresses or ranges (`10.0.0.5`, `172.16.0.0/12`): their `X-Forwarded-For` says who asks',
    secret: false,
  },
  PATCHBAY_SECURITY_CONTACT: {
    default: '',
    about: 'Whom `/.well-known/security.txt` names, `mailto:…` or `https://…`; empty: there is no such file',
    secret: false,
  },
  PATCHBAY_DEMO: {
    default: 'on',
    about: '`off`: no demo; an empty server prints a link by which it is set up, once',
    secret: false,
  },
  PATCHBAY_DEMO_TOKEN: {
    default: 'random, printed once',
    about: 'API token of the demo workspace, 16 characters or more; another one ends the one before',
    secret: true,
  },
  PATCHBAY_DEMO_PASSWORD: {
    default: 'random, printed once',
    about:
      'Password of `agent@` and `owner@somedomain.com` at the console, 8 characters or more; another one signs them out',
    secret: true,
  },
  PATCHBAY_SECRET_KEY: {
    default: '`secret.key` in the data directory',
    about:
      'Key that encrypts the passwords of trunks and of the mail server, and the secret of the sign-in provider, 32 bytes in base64 or hexadecimal (`openssl rand -base64 32`). Without it they have to be entered again',
    secret: true,
  },
  PATCHBAY_SIMULATOR_SPEED: {
    default: '1',
    about: '1 is life-like, 100 a hundredth of the time; up to 10000',
    secret: false,
  },
  PATCHBAY_SENTENCE_ENCODER: {
    default: 'on',
    about:
      '`off`: the voice agent finds articles by their words and not by what they mean; saves 150 MB while they are asked',
    secret: false,
  },
  PATCHBAY_RATE_LIMIT: { default: 'on', about: '`off` only for benchmarks and tests on loopback', secret: false },
  PATCHBAY_CCAIP_REQUESTS_PER_SECOND: {
    default: '10',
    about: 'Requests per second that a workspace may send to the CCAI API',
    secret: false,
  },
  PATCHBAY_WEBHOOK_PRIVATE_TARGETS: {
    default: 'off',
    about:
      '`on`: webhooks may use `http://` and private network addresses. Anyone who can create webhooks can then reach this network',
    secret: false,
  },
  PATCHBAY_SIGN_IN_PRIVATE_TARGETS: {
    default: 'off',
    about:
      '`on`: mail servers and sign-in providers may have private network addresses, and providers speak plain HTTP. Administrators of workspaces can then reach this network',
    secret: false,
  },
  PATCHBAY_MCP: {
    default: 'read',
    about: 'What models may do at `/mcp`: `read`, `write` as far as their token may, or `off`',
    secret: false,
  },
  PATCHBAY_MCP_NUMBERS: {
    default: '',
    about:
      'Numbers that models may call where they may write, comma-separated; `+1415*` is all that begin so. Empty: none',
    secret: false,
  },
  PATCHBAY_MEDIA_PORTS: {
    default: '50000-50015',
    about:
      'UDP ports for sound, first and last, or one alone. Each processor core takes one, for all its calls; with fewer ports than cores fewer cores carry sound',
    secret: false,
  },
  PATCHBAY_MEDIA_HOST: {
    default: '',
    about:
      'IP address that sound is received at, whatever `PATCHBAY_HOST` says; empty: every address of the machine, IPv4 and IPv6',
    secret: false,
  },
  PATCHBAY_MEDIA_PUBLIC_ADDRESS: {
    default: '',
    about:
      "IP address that browsers reach the sound ports at, where the machine does not know it itself (NAT, containers); the machine's own private addresses are told to browsers on private networks only",
    secret: false,
  },
  PATCHBAY_STUN_URLS: {
    default: '',
    about: 'STUN servers, comma-separated (`stun:host:port`); needed only behind a NAT without the key above',
    secret: false,
  },
  PATCHBAY_TURN_URLS: {
    default: '',
    about:
      'TURN servers for browsers that cannot reach the sound ports, comma-separated (`turns:host:port?transport=tcp`)',
    secret: false,
  },
  PATCHBAY_TURN_USERNAME: { default: '', about: 'User name at the TURN servers', secret: false },
  PATCHBAY_TURN_CREDENTIAL: {
    default: '',
    about: 'Password at the TURN servers; pages are told it, so the account must be for nothing else',
    secret: true,
  },
  PATCHBAY_SIP: {
    default: 'UDP and TCP 5060 once there is a trunk',
    about:
      'Where telephones reach this server: `off`, or addresses, comma-separated, such as `udp://0.0.0.0:5060,tcp://0.0.0.0:5060,tls://0.0.0.0:5061`, which are then listened at from the start. With a certificate, TLS 5061 is among the default',
    secret: false,
  },
  PATCHBAY_SIP_PUBLIC_ADDRESS: {
    default: 'that of the sound',
    about:
      'IP address that providers reach the SIP ports at, where the machine does not know it itself (NAT, containers)',
    secret: false,
  },
  PATCHBAY_SIP_TLS_CERT: {
    default: '',
    about: 'Certificate that providers are shown over TLS, PEM, with those between it and its authority; needs the key',
    secret: true,
  },
  PATCHBAY_SIP_TLS_KEY: { default: '', about: 'Private key of that certificate, PEM', secret: true },
  PATCHBAY_SIP_TLS_CA: {
    default: '',
    about: 'Authorities, PEM, that trunks may have their certificates from besides the well-known ones',
    secret: true,
  },
  PATCHBAY_TRANSCRIBER_URL: {
    default: '',
    about:
      'OpenAI-compatible server that recordings are sent to, `https://api.openai.com` or the whole address of its transcriptions (whisper.cpp, vLLM, speaches); where it fails, the next one hears, and the embedded engine last. Empty: sound does not leave this machine',
    secret: false,
  },
  PATCHBAY_TRANSCRIBER_MODEL: { default: 'whisper-1', about: 'Model that it is asked for', secret: false },
  PATCHBAY_TRANSCRIBER_KEY: { default: '', about: 'Key that it is sent, over https or to this machine', secret: true },
  PATCHBAY_TRANSCRIBER_2_URL: { default: '', about: 'The next one, asked where the first fails', secret: false },
  PATCHBAY_TRANSCRIBER_2_MODEL: { default: 'whisper-1', about: 'Model of the next one', secret: false },
  PATCHBAY_TRANSCRIBER_2_KEY: { default: '', about: 'Key of the next one', secret: true },
  PATCHBAY_TRANSCRIBER: {
    default: 'embedded',
    about: 'What writes down what is said in recorded calls: `embedded` (English, on this machine), or `off`',
    secret: false,
  },
  PATCHBAY_LISTENER_URL: {
    default: '',
    about:
      'Server that hears callers of the voice agent while they speak, in workspaces that chose it under Transcripts: `deepgram+https://api.deepgram.com`; where it fails, the next one hears, and the embedded engine, which hears along, last. Empty: no sound of a call in progress leaves this machine',
    secret: false,
  },
  PATCHBAY_LISTENER_MODEL: { default: 'nova-3', about: 'Model that it is asked for', secret: false },
  PATCHBAY_LISTENER_KEY: { default: '', about: 'Key that it is sent, over https or to this machine', secret: true },
  PATCHBAY_LISTENER_2_URL: { default: '', about: 'The next one, asked where the first fails', secret: false },
  PATCHBAY_LISTENER_2_MODEL: { default: 'nova-3', about: 'Model of the next one', secret: false },
  PATCHBAY_LISTENER_2_KEY: { default: '', about: 'Key of the next one', secret: true },
  PATCHBAY_SPEAKER_URL: {
    default: '',
    about:
      'Server that is sent what the voice agent says, and answers it as sound: `https://api.openai.com` or an OpenAI-compatible one (speaches, Kokoro-FastAPI), or `deepgram+https://api.deepgram.com`; where it fails, the next one speaks, and the embedded engine last. Empty: the embedded engine speaks',
    secret: false,
  },
  PATCHBAY_SPEAKER_MODEL: {
    default: '`gpt-4o-mini-tts`; Deepgram: `aura-2-thalia-en`',
    about: 'Model that it is asked for',
    secret: false,
  },
  PATCHBAY_SPEAKER_VOICE: {
    default: '`alloy`; Deepgram: its model',
    about: 'Voice that it is asked for',
    secret: false,
  },
  PATCHBAY_SPEAKER_KEY: { default: '', about: 'Key that it is sent, over https or to this machine', secret: true },
  PATCHBAY_SPEAKER_2_URL: { default: '', about: 'The next one, asked where the first fails', secret: false },
  PATCHBAY_SPEAKER_2_MODEL: { default: 'that of its kind', about: 'Model of the next one', secret: false },
  PATCHBAY_SPEAKER_2_VOICE: { default: 'that of its kind', about: 'Voice of the next one', secret: false },
  PATCHBAY_SPEAKER_2_KEY: { default: '', about: 'Key of the next one', secret: true },
  PATCHBAY_REASONER_URL: {
    default: '',
    about:
      'Language model that phrases answers of the voice agent, and is sent what callers say and the articles found for it: an OpenAI-compatible server (`https://api.openai.com`, Ollama, llama.cpp, vLLM), or `anthropic+https://api.anthropic.com`; where it fails, the next one, and the dialogue of this server last. Empty: words do not leave this machine',
    secret: false,
  },
  PATCHBAY_REASONER_MODEL: { default: '', about: 'Model that it is asked for; needed with it', secret: false },
  PATCHBAY_REASONER_KEY: { default: '', about: 'Key that it is sent, over https or to this machine', secret: true },
  PATCHBAY_REASONER_2_URL: { default: '', about: 'The next one, asked where the first fails', secret: false },
  PATCHBAY_REASONER_2_MODEL: { default: '', about: 'Model of the next one', secret: false },
  PATCHBAY_REASONER_2_KEY: { default: '', about: 'Key of the next one', secret: true },
  PATCHBAY_LOG_LEVEL: { default: 'info', about: '`silent`, `error`, `warn`, `info` or `debug`', secret: false },
} as const;
