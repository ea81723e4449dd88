/**
 * Node's `http`, without its WebSocket and `fetch`: an `import` of it asks for all that it exports, and so loads a whole client that
 * chatkeep does not use, some 25 ms at every start. As a module of its own it is given as it is (Node.js manual, "process.getBuiltinModule").
 */
export const http = process.getBuiltinModule("node:http");
