/** A device with one passkey, in software: what a browser answers, right or wrong (Web Authentication, Level 3). */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** Flags of the authenticator data (section 6.1): the person was there, the person was verified, a key follows. */
const [PRESENT, VERIFIED, ATTESTED] = [1, 4, 64];

/** What may be wrong with an answer. */
type Wrong = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
};

/** Makes the device, for pages at the origin. */
export function softPasskey(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  let counter = 0;
  // COSE_Key of ES256 (RFC 9053, section 2.1): a map of five.
  const key = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  const authDataOf = (flags: number, wrong: Wrong): Buffer => {
    const head = Buffer.alloc(5);
    head[0] = flags | PRESENT | (wrong.isVerified === false ? 0 : VERIFIED);
    head.writeUInt32BE(wrong.counter ?? counter, 1);
    return Buffer.concat([sha256(wrong.rpId ?? new URL(origin).hostname), head]);
  };
  const clientDataOf = (type: string, challenge: string, wrong: Wrong): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: wrong.origin ?? origin, crossOrigin: false }));
  const answer = (response: object) => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });
  return {
    /** Answers what is asked of a new passkey. */
    create(challenge: string, wrong: Wrong = {}): object {
      const length = Buffer.from([0, id.length]);
      const authData = Buffer.concat([authDataOf(ATTESTED, wrong), Buffer.alloc(16), length, id, key]);
      // A map of three: fmt "none", attStmt {}, authData.
      const head = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex');
      return answer({
        clientDataJSON: clientDataOf('webauthn.create', challenge, wrong).toString('base64url'),
        attestationObject: Buffer.concat([head, Buffer.from([authData.length]), authData]).toString('base64url'),
        transports: ['internal'],
      });
    },
    /** Answers what is asked of any passkey. */
    get(challenge: string, wrong: Wrong = {}): object {
      counter += 1;
      const [authData, clientData] = [authDataOf(0, wrong), clientDataOf('webauthn.get', challenge, wrong)];
      const signature = createSign('sha256').update(authData).update(sha256(clientData)).sign(privateKey);
      return answer({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
