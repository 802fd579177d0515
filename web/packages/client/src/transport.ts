// What the connection needs of a socket, and the browser's WebSocket as one.

export interface SocketEvents {
  opened(): void;
  text(text: string): void;
  /** Called once, also when it never opened. */
  closed(): void;
}

export interface Socket {
  send(text: string): void;
  close(): void;
  /** Characters or bytes that it has taken and not sent yet, if that can be known. */
  buffered?(): number;
}

/** Opens a new socket; what happens to it is told to `events`, never before `open` has returned. */
export interface Transport {
  open(events: SocketEvents): Socket;
}

export function webSocketTransport(address: string, Make: typeof WebSocket = WebSocket): Transport {
  return {
    open(events) {
      const socket = new Make(address);
      socket.onopen = () => events.opened();
      socket.onmessage = (message) => {
        if (typeof message.data === "string") events.text(message.data);
      };
      socket.onclose = () => events.closed();
      return {
        send: (text) => socket.send(text),
        close: () => socket.close(),
        buffered: () => socket.bufferedAmount,
      };
    },
  };
}

/** The socket's address on the page's own origin. */
export function socketAddress(location: { protocol: string; host: string }): string {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/api/socket`;
}
