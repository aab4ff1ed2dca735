/** Of the WebSocket; docs/websocket.md says what happens beyond each. */
export const LIMITS = {
  /** Of a message from a client, in bytes of UTF-8. */
  messageBytes: 8_192,
  channelsPerConnection: 100,
  connectionsPerUser: 20,
  /** Messages that a connection may send, on average, and at once. */
  messagesPerSecond: 10,
  messageBurst: 40,
  ticketSeconds: 30,
  /** API Gateway ends a connection after this. */
  connectionSeconds: 7_200,
} as const;
