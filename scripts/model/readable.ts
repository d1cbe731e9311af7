/** `client`, `GrantType`, `OAuthError`, `INVALID`, `v2`. Each hump needs two small letters, which random text rarely has. */
const word = /^(?:[A-Z]{1,20}|[a-z]{1,20}|[A-Z]{0,5}[a-z]{2,19}(?:[A-Z]{1,5}[a-z]{2,19})*)\d{0,2}$/;
const number = /^\d{1,8}$/;
const ipv4 = /^\/*(?:\d{1,3}\.){3}\d{1,3}\/?$/;

/** Few digits are readable (`max-age=31536000`, `iso-8859-1`). Eight hold 27 bits at most, too few for a secret. */
const mostDigits = 8;

/** Whether a run of token characters is made of words, as an error code or a path is. */
export function isReadable(run: string): boolean {
  if (ipv4.test(run)) return true;
  const parts = run.split(/[._~+/=-]/).filter((part) => part !== '');
  return run.replace(/\D/g, '').length <= mostDigits && parts.every((part) => word.test(part) || number.test(part));
}
