/** Asks the mock host for a documented response by its name; Postman's own mock servers read the same header. */
export const mockResponseName = 'x-mock-response-name';

/** Where the mock's answer comes from: `documented`, or `assumed` from client code or an RFC. */
export const mockBasis = 'x-mock-basis';
