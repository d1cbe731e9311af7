import { createHmac, randomBytes, randomUUID } from 'node:crypto';

const key = randomBytes(32);

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function issueJwt(subject: string, lifetimeInSeconds: number): string {
  const iat = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    sub: subject,
    jti: randomUUID(),
    iat,
    exp: iat + lifetimeInSeconds,
  })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
