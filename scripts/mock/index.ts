export { mockApp } from './app.ts';
export { type MockServer, startMock } from './server.ts';
