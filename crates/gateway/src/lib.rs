//! HTTP and WebSocket: the only translator between the wire and the domain.
