/** The gateway from outside: HTTP and WebSocket in, rows and frames out. */
package io.omnigate.gateway.e2e;
